package io.wellstream.wire.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Creates sockets without Nagle's algorithm, with which the second part of every small object waits until the server acknowledges
 * the first; servers delay that by 40 ms.
 */
final class NoDelaySockets extends SocketFactory {
    private static final SocketFactory DEFAULT = SocketFactory.getDefault();

    @Override
    public Socket createSocket() throws IOException {
        return noDelay(DEFAULT.createSocket());
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return noDelay(DEFAULT.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return noDelay(DEFAULT.createSocket(host, port, localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return noDelay(DEFAULT.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        return noDelay(DEFAULT.createSocket(host, port, localHost, localPort));
    }

    private static Socket noDelay(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        return socket;
    }
}
