package io.leadflux.reactor.emulator;

import io.leadflux.reactor.Watchdog;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One connection to an emulator, byte by byte: half a request, an abrupt end, any header. */
final class RawConnection implements AutoCloseable {

    private final Socket socket;

    RawConnection(EndpointEmulator emulator) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), emulator.port());
        socket.setSoTimeout((int) Watchdog.LIMIT.toMillis());
    }

    /** The head of a POST that the emulator takes, but for what a caller changes in it. */
    static String head(String host, String key, int announced) {
        return "POST /v1/event?pixel_id=" + EndpointEmulator.DEFAULT_PIXEL_ID + " HTTP/1.1\r\nHost: " + host
                + "\r\nAuthorization: " + key + "\r\nContent-Type: application/json\r\nContent-Length: " + announced
                + "\r\n\r\n";
    }

    static String head(int announced) {
        return head("127.0.0.1", EndpointEmulator.DEFAULT_KEY, announced);
    }

    RawConnection send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    /** The head of the next response, and its body when it announces one. */
    String response() throws IOException {
        StringBuilder text = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (text.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return text.toString();
            }
            text.append((char) next);
        }
        String head = text.toString();
        int length = head.indexOf("content-length: ");
        if (length >= 0) {
            int announced = Integer.parseInt(head.substring(length + 16, head.indexOf('\r', length)));
            text.append(new String(in.readNBytes(announced), StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    /** Ends the connection with RST. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
