package io.wellstream.local.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Loopback ports for the servers of a system. This process keeps each port bound, without listening on it, until it ends: the
 * operating system then gives it to no other process that asks for a free port or opens a connection, also while the server is being
 * restarted. The server can listen on the port because both set SO_REUSEADDR. Only Linux allows that; on other systems the port is
 * released at once, and another process may take it before the server does.
 */
public final class FreePort {
    private static final boolean CAN_SHARE =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux");
    private static final List<Socket> RESERVED = new ArrayList<>();

    private FreePort() {}

    public static int find() {
        try {
            Socket socket = new Socket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = socket.getLocalPort();
            if (CAN_SHARE) {
                keep(socket);
            } else {
                socket.close();
            }
            return port;
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on the loopback interface", e);
        }
    }

    private static synchronized void keep(Socket socket) {
        RESERVED.add(socket);
    }
}
