package io.wellstream.local.cli.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A connection to a local server on which, from one moment on, nothing arrives any more, without being closed. */
final class StallingConnection implements AutoCloseable {
    private final ServerSocket entrance;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile boolean stalled;

    private StallingConnection(ServerSocket entrance) {
        this.entrance = entrance;
    }

    static StallingConnection to(int port) throws IOException {
        ServerSocket entrance = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        StallingConnection connection = new StallingConnection(entrance);
        connection.threads.execute(() -> connection.accept(port));
        return connection;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + entrance.getLocalPort());
    }

    void stall() {
        stalled = true;
    }

    private void accept(int port) {
        try (Socket client = entrance.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
            InputStream answers = server.getInputStream();
            OutputStream toClient = client.getOutputStream();
            InputStream requests = client.getInputStream();
            OutputStream toServer = server.getOutputStream();
            threads.execute(() -> copy(answers, toClient));
            copy(requests, toServer);
            end.await();
        } catch (IOException | InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void copy(InputStream in, OutputStream out) {
        byte[] buffer = new byte[1 << 14];
        try {
            for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
                if (!stalled) {
                    out.write(buffer, 0, read);
                    out.flush();
                }
            }
        } catch (IOException e) {
            return; // closed
        }
    }

    @Override
    public void close() throws IOException {
        end.countDown();
        threads.shutdownNow();
        entrance.close();
    }
}
