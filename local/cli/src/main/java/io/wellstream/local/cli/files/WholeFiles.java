package io.wellstream.local.cli.files;

import io.wellstream.local.cli.terminal.UserError;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes files that belong together: either all of them, whole, or none. Each is first written next to its place under another name;
 * they are moved to their places once all are written.
 */
public final class WholeFiles {
    private final boolean replace;

    /** @param replace whether to replace existing files; otherwise they are an error and stay as they are */
    public WholeFiles(boolean replace) {
        this.replace = replace;
    }

    public void write(Map<Path, byte[]> contents) {
        contents.keySet().forEach(this::requireFree);
        Map<Path, Path> parts = new LinkedHashMap<>(); // place -> temporary file
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
            throw exists(at);
        } catch (IOException e) {
            throw new UserError("cannot write " + at + ": " + e, e);
        } finally {
            parts.values().forEach(WholeFiles::deleteQuietly);
        }
    }

    /** Throws a {@link UserError} if the file's folder does not exist or the file is a folder. */
    public static void requirePlace(Path file) {
        if (!Files.isDirectory(folder(file))) {
            throw new UserError("cannot write " + file + ": folder " + folder(file) + " does not exist");
        }
        if (Files.isDirectory(file)) {
            throw new UserError(file + " is a folder; name a file in it");
        }
    }

    private void requireFree(Path file) {
        requirePlace(file);
        if (!replace && Files.exists(file)) {
            throw exists(file);
        }
    }

    private static UserError exists(Path file) {
        return new UserError(file + " already exists; name another file, or replace it with --force");
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
        String name = "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".part";
        return folder(file).resolve(name);
    }

    private static void deleteQuietly(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            part.toFile().deleteOnExit(); // the error being thrown matters more
        }
    }
}
