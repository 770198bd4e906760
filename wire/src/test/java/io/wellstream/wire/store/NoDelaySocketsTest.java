package io.wellstream.wire.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoDelaySocketsTest {
    private static final int MINUTE = 60_000;

    /** The HTTP client writes small parts, flushes, and then waits for the answer. */
    @ParameterizedTest
    @ValueSource(ints = {100, 65_536, 1_000_003})
    void whatIsFlushedArrivesWhole(int size) throws Exception {
        byte[] bytes = new byte[size];
        new SplittableRandom(size).nextBytes(bytes);
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = NoDelaySockets.plain().createSocket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            client.setSoTimeout(MINUTE);
            CompletableFuture<Void> echo = CompletableFuture.runAsync(() -> echo(accepted, size));

            OutputStream out = client.getOutputStream();
            for (int at = 0; at < size; at += 8_192) {
                out.write(bytes, at, Math.min(8_192, size - at));
            }
            out.flush();

            InputStream in = client.getInputStream();
            assertThat(in.readNBytes(size)).isEqualTo(bytes);
            assertThat(client.getTcpNoDelay()).isTrue();
            echo.join();
        }
    }

    private static void echo(Socket socket, int size) {
        try {
            socket.setSoTimeout(MINUTE);
            byte[] bytes = socket.getInputStream().readNBytes(size);
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
