package io.wellstream.local.launcher;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A separate file system that a test can fill to the last byte: an ext4 image, mounted. Needs root and Linux. */
public final class SmallDisk implements AutoCloseable {
    private static final String FILLER = "filler";

    private final Path mount;

    private SmallDisk(Path mount) {
        this.mount = mount;
    }

    /** Mounts one; aborts the test, with the reason, where that is not permitted. */
    public static SmallDisk mount(Path folder, int megabytes) throws IOException {
        Path image = folder.resolve("disk.image");
        Path mount = Files.createDirectories(folder.resolve("disk"));
        try {
            run("truncate", "-s", megabytes + "M", image.toString());
            run("mkfs.ext4", "-q", "-m", "0", image.toString());
            run("mount", "-o", "loop", image.toString(), mount.toString());
        } catch (IOException e) {
            return abort("a small file system cannot be mounted here: " + e.getMessage());
        }
        return new SmallDisk(mount);
    }

    public Path folder() {
        return mount;
    }

    public long free() {
        try {
            return Files.getFileStore(mount).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fills it until no byte can be written. */
    public void fill() {
        byte[] some = new byte[1 << 20];
        int size = some.length;
        try (OutputStream file = Files.newOutputStream(mount.resolve(FILLER))) {
            while (size > 0) {
                size = write(file, some, size) ? size : size / 2;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fills it, or frees some of what was filled, until this much is free. */
    public void fillUpTo(long bytes) {
        try (FileChannel file =
                FileChannel.open(mount.resolve(FILLER), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.truncate(Math.max(0, file.size() - Math.max(0, bytes - free())));
            file.position(file.size());
            ByteBuffer some = ByteBuffer.allocate(1 << 18);
            while (free() > bytes) {
                file.write(some.clear());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Frees what was filled. */
    public void empty() {
        try {
            Files.deleteIfExists(mount.resolve(FILLER));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean write(OutputStream file, byte[] some, int size) {
        try {
            file.write(some, 0, size);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        run("umount", "-l", mount.toString());
    }

    private static void run(String... command) throws IOException {
        Process process =
                new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + ": " + said.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
