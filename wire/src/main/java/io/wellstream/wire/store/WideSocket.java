package io.wellstream.wire.store;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * A socket that reads and writes large objects in large parts. The HTTP client moves 8 KiB at a time, and flushes what is to be sent
 * at the end of each request.
 */
final class WideSocket extends Socket {
    private static final int PART = 64 << 10;

    private @Nullable InputStream in;
    private @Nullable OutputStream out;

    @Override
    public synchronized InputStream getInputStream() throws IOException {
        InputStream known = in;
        if (known == null) {
            known = new BufferedInputStream(super.getInputStream(), PART);
            in = known;
        }
        return known;
    }

    @Override
    public synchronized OutputStream getOutputStream() throws IOException {
        OutputStream known = out;
        if (known == null) {
            known = new BufferedOutputStream(super.getOutputStream(), PART);
            out = known;
        }
        return known;
    }
}
