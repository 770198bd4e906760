package io.wellstream.wire.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.function.Supplier;
import javax.net.SocketFactory;

/**
 * Creates sockets without Nagle's algorithm, with which the second part of every small object waits until the server acknowledges
 * the first; servers delay that by 40 ms.
 */
final class NoDelaySockets extends SocketFactory {
    private final Supplier<Socket> sockets;

    private NoDelaySockets(Supplier<Socket> sockets) {
        this.sockets = sockets;
    }

    /** For http. */
    static NoDelaySockets plain() {
        return new NoDelaySockets(WideSocket::new);
    }

    /** For https: TLS reads and writes whole records of up to 16 KiB. */
    static NoDelaySockets underTls() {
        return new NoDelaySockets(Socket::new);
    }

    @Override
    public Socket createSocket() throws IOException {
        Socket socket = sockets.get();
        socket.setTcpNoDelay(true);
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(createSocket(), new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return connected(bound(localHost, localPort), new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(createSocket(), new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        return connected(bound(localHost, localPort), new InetSocketAddress(host, port));
    }

    private Socket bound(InetAddress localHost, int localPort) throws IOException {
        Socket socket = createSocket();
        socket.bind(new InetSocketAddress(localHost, localPort));
        return socket;
    }

    private static Socket connected(Socket socket, InetSocketAddress address) throws IOException {
        try {
            socket.connect(address);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
