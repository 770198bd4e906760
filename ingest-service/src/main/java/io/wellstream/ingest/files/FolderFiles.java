package io.wellstream.ingest.files;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A screen's files in a folder. A link is followed only to a file below the roots, so that the author of the folder cannot make the service
 * read other files.
 */
final class FolderFiles implements SourceFiles {
    private final Path folder;
    private final List<Path> roots;

    /** @param roots real paths */
    FolderFiles(Path folder, List<Path> roots) {
        this.folder = folder;
        this.roots = List.copyOf(roots);
    }

    @Override
    public boolean has(String path) {
        return Files.exists(folder.resolve(path));
    }

    @Override
    public void forEach(Consumer<String> visitor) {
        try {
            Files.walkFileTree(folder, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new Listing(visitor));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }

    /** Lists files; does not enter folders outside the roots and skips what cannot be read. */
    private final class Listing extends SimpleFileVisitor<Path> {
        private final Consumer<String> visitor;

        Listing(Consumer<String> visitor) {
            this.visitor = visitor;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path entered, BasicFileAttributes attributes) throws IOException {
            boolean inside = roots.stream().anyMatch(entered.toRealPath()::startsWith);
            return inside ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            visitor.accept(folder.relativize(file).toString().replace(File.separatorChar, '/'));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
            return FileVisitResult.CONTINUE; // reported when it is read
        }

        @Override
        public FileVisitResult postVisitDirectory(Path left, @Nullable IOException unreadable) {
            return FileVisitResult.CONTINUE;
        }
    }

    @Override
    public long size(String path) {
        try {
            return Files.size(folder.resolve(path));
        } catch (IOException unreadable) {
            return 0; // reported when it is read
        }
    }

    @Override
    public Optional<byte[]> read(String path, long most) throws BadFileException {
        try {
            Path real = folder.resolve(path).toRealPath();
            if (roots.stream().noneMatch(real::startsWith)) {
                throw new BadFileException(
                        "the file is a link that leads out of what this service may read", "a file of the screen");
            }
            if (!Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
                throw new BadFileException("this is not a regular file", "a regular file");
            }
            return Optional.of(readWhole(real, most));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (AccessDeniedException e) {
            throw new BadFileException("the service has no permission to read the file", "a readable file");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    private static byte[] readWhole(Path file, long most) throws IOException, BadFileException {
        long size = Files.size(file);
        if (size > most) {
            throw BadFileException.tooLarge(size, most);
        }
        byte[] bytes = new byte[Math.toIntExact(size)];
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            int count = in.readNBytes(bytes, 0, bytes.length);
            if (count < size || in.read() >= 0) {
                throw new BadFileException(
                        "the size of the file changed while it was read", "a file that does not change");
            }
        }
        return bytes;
    }

    @Override
    public void close() {
        // no file is kept open
    }
}
