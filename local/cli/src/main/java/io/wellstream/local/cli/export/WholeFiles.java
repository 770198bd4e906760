package io.wellstream.local.cli.export;

import io.wellstream.local.cli.terminal.UserError;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Writes files that belong together. Each is written beside its place under another name, and none is moved to its place before all
 * are written: who reads there finds whole files or none.
 */
public final class WholeFiles {
    private final boolean replace;

    /** @param replace whether files that are there give way; otherwise they are an error and stay as they are */
    public WholeFiles(boolean replace) {
        this.replace = replace;
    }

    public void write(SequencedMap<Path, byte[]> contents) {
        contents.keySet().forEach(this::requirePlace);
        Map<Path, Path> parts = new LinkedHashMap<>(); // place -> where it is written
        Path at = contents.keySet().iterator().next();
        try {
            for (Map.Entry<Path, byte[]> content : contents.entrySet()) {
                at = content.getKey();
                Path part = part(at);
                parts.put(at, part);
                Files.write(part, content.getValue());
            }
            for (Map.Entry<Path, Path> part : parts.entrySet()) {
                at = part.getKey();
                move(part.getValue(), at);
            }
        } catch (FileAlreadyExistsException e) {
            throw taken(at);
        } catch (IOException e) {
            throw new UserError("cannot write " + at + ": " + e, e);
        } finally {
            parts.values().forEach(WholeFiles::deleteQuietly);
        }
    }

    private void requirePlace(Path file) {
        if (!Files.isDirectory(folder(file))) {
            throw new UserError("there is no folder " + folder(file) + " to write " + file.getFileName() + " to");
        }
        if (Files.isDirectory(file)) {
            throw new UserError(file + " is a folder; name a file in it");
        }
        if (!replace && Files.exists(file)) {
            throw taken(file);
        }
    }

    private static UserError taken(Path file) {
        return new UserError(file + " is there already; name another file, or replace it with --force");
    }

    private void move(Path part, Path file) throws IOException {
        if (replace) {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } else {
            Files.move(part, file);
        }
    }

    private static Path folder(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return folder == null ? file.toAbsolutePath() : folder;
    }

    private static Path part(Path file) {
        return folder(file)
                .resolve(
                        "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    }

    private static void deleteQuietly(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            part.toFile().deleteOnExit(); // the error that matters is the one being thrown
        }
    }
}
