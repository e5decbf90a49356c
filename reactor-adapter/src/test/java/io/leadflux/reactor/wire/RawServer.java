package io.leadflux.reactor.wire;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A server on a loopback port that says exactly the bytes that a test gives it; a thread for each connection. */
final class RawServer implements AutoCloseable {

    /** What the server does on one connection. */
    interface Conversation {
        void run(Peer peer) throws IOException, InterruptedException;
    }

    /** One connection, seen from the server. */
    static final class Peer {

        final Socket socket;
        private final InputStream in;

        Peer(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new BufferedInputStream(socket.getInputStream());
        }

        /** The head of the next request, its body read and dropped. */
        String request() throws IOException {
            String head = head();
            body(head);
            return head;
        }

        /** Reads the body that belongs to {@code head}, and drops it. */
        void body(String head) throws IOException {
            int at = head.toLowerCase(Locale.ROOT).indexOf("content-length: ");
            in.skipNBytes(Integer.parseInt(head.substring(at + 16, head.indexOf('\r', at))));
        }

        /** The head of the next request; the body is left where it is. */
        String head() throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("the client closed the connection");
                }
                head.append((char) next);
            }
            return head.toString();
        }

        void say(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        }

        /** Waits until the client has closed. */
        void awaitEnd() throws IOException {
            in.transferTo(OutputStream.nullOutputStream());
        }
    }

    private final ServerSocket listener;
    private final Queue<Conversation> conversations = new ArrayDeque<>();
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

    /** Holds one conversation for each connection, in turn; the last one for all that follow. */
    RawServer(Conversation... conversations) throws IOException {
        this.conversations.addAll(List.of(conversations));
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        listener.setReceiveBufferSize(4096);
        daemon(this::accept);
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                sockets.add(socket);
                Conversation next = conversations.size() > 1 ? conversations.remove() : conversations.element();
                daemon(() -> converse(socket, next));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void converse(Socket socket, Conversation conversation) {
        try (socket) {
            conversation.run(new Peer(socket));
        } catch (IOException | InterruptedException over) {
            // The client went away, which is its right.
        }
    }

    int connections() {
        return sockets.size();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/v1/event");
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
