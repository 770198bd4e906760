package io.wellstream.trainer.checkpoint;

import io.wellstream.wire.store.ObjectFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A folder on a local disk for large objects on their way to and from the store. Files of killed processes are deleted. */
public final class Spool {
    private static final Pattern FILE = Pattern.compile("wellstream-trainer-([0-9]{1,18})-[0-9]+\\.spool");

    private final Path folder;
    private final AtomicLong files = new AtomicLong();

    private Spool(Path folder) {
        this.folder = folder;
    }

    /** Opens the folder, and creates it if it does not exist. */
    public static Spool in(Path folder) {
        try {
            Files.createDirectories(folder);
            for (Path file : files(folder)) {
                if (isLeftOver(file)) {
                    Files.deleteIfExists(file);
                }
            }
            return new Spool(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("spool folder " + folder + ": " + e.getMessage(), e);
        }
    }

    /** A path for a new file. */
    public Path next() {
        long process = ProcessHandle.current().pid();
        return folder.resolve("wellstream-trainer-" + process + "-" + files.incrementAndGet() + ".spool");
    }

    /** Writes an object to a file, which the caller closes. */
    public ObjectFile write(ObjectFile.Content content) {
        try {
            return ObjectFile.write(next(), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    /** Of a process that has ended, or that had this one's number before it, as in a container that was restarted. */
    private static boolean isLeftOver(Path file) {
        Matcher name = FILE.matcher(file.getFileName().toString());
        if (!name.matches()) {
            return false;
        }
        long owner = Long.parseLong(name.group(1));
        return owner == ProcessHandle.current().pid() || ProcessHandle.of(owner).isEmpty();
    }
}
