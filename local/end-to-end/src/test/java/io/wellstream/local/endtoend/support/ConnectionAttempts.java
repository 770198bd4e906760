package io.wellstream.local.endtoend.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** Listens at the port of a stopped server, closes every connection at once, and counts them. */
public final class ConnectionAttempts implements AutoCloseable {
    private final ServerSocket door;
    private final AtomicInteger count = new AtomicInteger();

    private ConnectionAttempts(ServerSocket door) {
        this.door = door;
    }

    static ConnectionAttempts at(int port) {
        try {
            ServerSocket door = new ServerSocket();
            door.setReuseAddress(true);
            door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            ConnectionAttempts attempts = new ConnectionAttempts(door);
            Thread.ofPlatform().daemon().name("connection-attempts-" + port).start(attempts::listen);
            return attempts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int count() {
        return count.get();
    }

    private void listen() {
        try {
            while (true) {
                try (Socket visitor = door.accept()) {
                    count.incrementAndGet();
                    visitor.setSoLinger(true, 0);
                }
            }
        } catch (IOException e) {
            // closed
        }
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
