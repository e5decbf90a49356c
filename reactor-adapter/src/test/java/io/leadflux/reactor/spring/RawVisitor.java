package io.leadflux.reactor.spring;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.leadflux.reactor.Watchdog;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;

/** One connection to a site: sends a request and reads its response, and retries nothing. */
final class RawVisitor implements Closeable {

    private final Socket socket;
    private final InputStream in;
    private boolean keptAlive = true;

    private RawVisitor(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    static RawVisitor connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(Math.toIntExact(Watchdog.LIMIT.toMillis()));
        return new RawVisitor(socket);
    }

    int get(String path) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\nAccept: text/html\r\n");
    }

    int post(String path) throws IOException {
        return send("POST " + path + " HTTP/1.1\r\nContent-Length: 0\r\n");
    }

    /** False once a response said that the connection closes. */
    boolean isKeptAlive() {
        return keptAlive;
    }

    /** The status of the response, which has been read as a whole. */
    private int send(String head) throws IOException {
        String request = head + "Host: shop.example\r\nUser-Agent: Mozilla/5.0\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        int status = Integer.parseInt(line().substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
        int length = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            String header = line.toLowerCase(Locale.ROOT);
            if (header.startsWith("content-length:")) {
                length = Integer.parseInt(
                        header.substring("content-length:".length()).strip());
            } else if (header.equals("connection: close")) {
                keptAlive = false;
            }
        }
        if (in.readNBytes(length).length < length) {
            throw new EOFException("in the body of a response");
        }
        return status;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("in the head of a response");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
