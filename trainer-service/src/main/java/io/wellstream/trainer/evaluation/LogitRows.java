package io.wellstream.trainer.evaluation;

import io.wellstream.wire.store.ObjectFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of a network's outputs, all of one length, which are read in the order in which they were added. At most one block of them is in memory;
 * full blocks are in local files, which are deleted when this is closed. For one thread.
 */
public final class LogitRows implements AutoCloseable {
    /** Bytes of a block: the most that the rows of an evaluation take in the heap. */
    public static final int BLOCK = 32 << 20;

    private static final int BUFFER = 1 << 16;

    private final int blockBytes;
    private final Spooling spooling;
    private final List<ObjectFile> full = new ArrayList<>();
    private final List<float[]> block = new ArrayList<>();
    private int width;

    /** Writes a local file, which the caller closes. */
    @FunctionalInterface
    public interface Spooling {
        ObjectFile write(ObjectFile.Content content) throws InterruptedException;
    }

    /** Rows in blocks of {@link #BLOCK}. */
    public LogitRows(Spooling spooling) {
        this(BLOCK, spooling);
    }

    LogitRows(int blockBytes, Spooling spooling) {
        this.blockBytes = blockBytes;
        this.spooling = spooling;
    }

    /** Adds a row, which must not be changed afterwards. */
    void add(float[] row) throws InterruptedException {
        if (width != 0 && row.length != width) {
            throw new IllegalArgumentException("a row of " + row.length + " numbers after rows of " + width);
        }
        width = row.length;
        block.add(row);
        if ((long) block.size() * width * Float.BYTES >= blockBytes) {
            full.add(spooling.write(this::writeBlock));
            block.clear();
        }
    }

    private void writeBlock(OutputStream out) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(width * Float.BYTES);
        for (float[] row : block) {
            bytes.asFloatBuffer().put(row);
            out.write(bytes.array());
        }
    }

    /** How many blocks are in files. */
    int spooled() {
        return full.size();
    }

    /** The numbers of a row; 0 before the first one. */
    int width() {
        return width;
    }

    /** Reads the rows from the first one on. No row may be added while they are read. */
    Reader reader() {
        return new Reader();
    }

    @Override
    public void close() {
        full.forEach(ObjectFile::close);
        full.clear();
        block.clear();
    }

    /** A pass over the rows. */
    final class Reader implements AutoCloseable {
        private final byte[] bytes = new byte[width * Float.BYTES];
        private final float[] row = new float[width];
        private InputStream file = InputStream.nullInputStream();
        private int files;
        private int next; // in the block

        /** The next row, which is valid until the next call. */
        float[] next() {
            try {
                while (file.readNBytes(bytes, 0, bytes.length) == 0) {
                    file.close();
                    file = InputStream.nullInputStream();
                    if (files == full.size()) {
                        return block.get(next++);
                    }
                    file = new BufferedInputStream(
                            Files.newInputStream(full.get(files++).path()), BUFFER);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("local file with outputs of a network: " + e.getMessage(), e);
            }
            ByteBuffer.wrap(bytes).asFloatBuffer().get(row);
            return row;
        }

        /** Passes over some rows. */
        void skip(int count) {
            for (int i = 0; i < count; i++) {
                float[] unused = next();
            }
        }

        @Override
        public void close() {
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
