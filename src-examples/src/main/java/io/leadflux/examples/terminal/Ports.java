package io.leadflux.examples.terminal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Ports of this machine. */
public final class Ports {

    private static final int TIMEOUT_MILLIS = 1_000;

    private Ports() {}

    /** What to say of a port on which another program listens. */
    public static String taken(int port) {
        return "port " + port + " is taken by another program. Choose another with --port; 0 is any free one.";
    }

    /** Whether a program listens on that port. */
    public static boolean isTaken(int port) {
        if (port < 1 || port > 65_535) {
            return false;
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            return true;
        } catch (IOException none) {
            return false;
        }
    }
}
