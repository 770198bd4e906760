package io.wellstream.local.cli.files;

import io.wellstream.local.cli.terminal.UserError;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
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

    /**
     * Checks before long work that the files can be written then.
     *
     * @throws UserError naming the file that cannot be, or that exists and must not be replaced
     */
    public void require(Collection<Path> files) {
        files.forEach(this::require);
    }

    public void write(Map<Path, byte[]> contents) {
        require(contents.keySet());
        Map<Path, Path> parts = new LinkedHashMap<>(); // place -> temporary file
        Path at = contents.keySet().iterator().next();
        try {
            for (Map.Entry<Path, byte[]> content : contents.entrySet()) {
                at = content.getKey();
                Path part = part(at);
                parts.put(at, part);
                write(part, content.getValue(), at);
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

    private static void write(Path part, byte[] content, Path file) throws IOException {
        try {
            Files.write(part, content);
        } catch (IOException e) {
            Files.deleteIfExists(part);
            long free = Files.getFileStore(folder(file)).getUsableSpace();
            if (free < content.length) {
                throw new UserError(
                        String.format(
                                Locale.ROOT,
                                "cannot write %s: its disk is full: the file needs %,d bytes, and %,d are free",
                                file,
                                content.length,
                                free),
                        e);
            }
            throw e;
        }
    }

    private void require(Path file) {
        if (!Files.isDirectory(folder(file))) {
            throw new UserError("cannot write " + file + ": folder " + folder(file) + " does not exist");
        }
        if (Files.isDirectory(file)) {
            throw new UserError(file + " is a folder; name a file in it");
        }
        if (!replace && Files.exists(file)) {
            throw exists(file);
        }
        Path part = part(file);
        try {
            Files.createFile(part); // permissions do not show a read-only or full file system
        } catch (IOException e) {
            throw new UserError(
                    "cannot write " + file + ": no file can be created in folder " + folder(file) + " (" + e + ")", e);
        } finally {
            deleteQuietly(part);
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
