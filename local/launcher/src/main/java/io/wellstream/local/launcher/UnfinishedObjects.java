package io.wellstream.local.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a store that was killed in mid-put leaves behind. It writes an object under its name and a UUID, and then renames it; an
 * unfinished one would be listed as an object, and would take space for ever.
 */
final class UnfinishedObjects {
    private static final Logger LOG = LoggerFactory.getLogger(UnfinishedObjects.class);
    private static final Pattern NAME =
            Pattern.compile(".*-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

    private UnfinishedObjects() {}

    /** Deletes those that were begun before now; a folder with millions of objects takes a while. */
    static void deleteInBackground(Path folder) {
        FileTime now = FileTime.from(Instant.now());
        Thread.ofPlatform().daemon().name("unfinished-objects").start(() -> delete(folder, now));
    }

    static void delete(Path folder, FileTime before) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(file -> NAME.matcher(file.getFileName().toString()).matches())
                    .filter(file -> isOlder(file, before))
                    .forEach(UnfinishedObjects::delete);
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("unfinished objects below {} stay", folder, e); // objects come and go meanwhile
        }
    }

    private static boolean isOlder(Path file, FileTime moment) {
        try {
            return Files.isRegularFile(file) && Files.getLastModifiedTime(file).compareTo(moment) < 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
            LOG.info("deleted unfinished object file={}", file);
        } catch (IOException e) {
            LOG.warn("cannot delete unfinished object file={}", file, e);
        }
    }
}
