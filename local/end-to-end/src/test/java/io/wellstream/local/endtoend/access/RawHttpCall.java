package io.wellstream.local.endtoend.access;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** An HTTP/1.1 call written by hand, so that it can send what no client library would send. */
final class RawHttpCall {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final int LONGEST_ANSWER = 1 << 16;

    private RawHttpCall() {}

    /** Writes the body; the server may cut it off. */
    @FunctionalInterface
    interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    /** The whole answer up to the end of the connection, which the server must close. */
    static String send(URI server, String head, Body body) throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.ISO_8859_1));
            try {
                body.writeTo(out);
                out.flush();
            } catch (SocketException cutOff) {
                return answer(socket.getInputStream());
            }
            return answer(socket.getInputStream());
        }
    }

    private static String answer(InputStream in) throws IOException {
        byte[] bytes = new byte[LONGEST_ANSWER];
        int filled = 0;
        try {
            for (int count = 0;
                    count >= 0 && filled < bytes.length;
                    count = in.read(bytes, filled, bytes.length - filled)) {
                filled += count;
            }
        } catch (SocketException reset) {
            return new String(
                    bytes,
                    0,
                    filled,
                    StandardCharsets.UTF_8); // the server closed the connection before it had read everything
        }
        return new String(bytes, 0, filled, StandardCharsets.UTF_8);
    }
}
