package io.wellstream.trainer.engine;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Settings of the native code of all engines, which JavaCPP loads. They must be applied before the first engine is loaded; later
 * changes have no effect.
 *
 * @param offHeapBytes the most memory that arrays which JavaCPP allocates may take outside the Java heap
 * @param unpackInto the folder into which the native libraries (about 0.8 GB for both engines) are unpacked once
 */
public record NativeSettings(long offHeapBytes, Path unpackInto) {
    private static final Object STARTING = new Object();
    private static final String LOCK = "wellstream.lock";

    public NativeSettings {
        if (offHeapBytes < 256L << 20) {
            throw new IllegalArgumentException(
                    "off-heap memory of " + (offHeapBytes >> 20) + " MiB; expected at least 256 MiB");
        }
    }

    /**
     * Starts an engine while no other process unpacks into the folder: another could otherwise load a library that is only half there,
     * which ends it.
     */
    public <T> T startAlone(Supplier<T> engine) {
        synchronized (STARTING) { // the lock on the file is one of this process
            try {
                Files.createDirectories(unpackInto);
                try (FileChannel file = FileChannel.open(unpackInto.resolve(LOCK), CREATE, WRITE);
                        FileLock _ = file.lock()) {
                    return engine.get();
                }
            } catch (IOException e) {
                throw new UncheckedIOException("native code cannot be unpacked into " + unpackInto, e);
            }
        }
    }

    public void apply() {
        System.setProperty("org.bytedeco.javacpp.maxbytes", Long.toString(offHeapBytes));
        // This limit would count the whole process including heap and code; only the limit above should apply.
        System.setProperty("org.bytedeco.javacpp.maxphysicalbytes", "0");
        System.setProperty("org.bytedeco.javacpp.cachedir", unpackInto.toString());
    }
}
