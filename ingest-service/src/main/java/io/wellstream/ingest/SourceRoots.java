package io.wellstream.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The folders this service may read screens from; a link does not lead out of them. */
final class SourceRoots {
    private final List<Path> roots;

    SourceRoots(List<Path> roots) {
        this.roots = List.copyOf(roots);
    }

    /** The real path of a source; throws {@link IllegalArgumentException}, with what to do, if it cannot be one. */
    Path resolve(String source) {
        Path real = real(source);
        if (roots.stream().anyMatch(root -> isIn(root, real))) {
            return real;
        }
        throw new IllegalArgumentException(
                "source '" + source + "' is outside what this service may read; " + allowed());
    }

    private static boolean isIn(Path root, Path real) {
        try {
            return real.startsWith(root.toRealPath());
        } catch (IOException absent) {
            return false; // a root that is not there holds nothing
        }
    }

    private Path real(String source) {
        try {
            Path path = Path.of(source);
            if (!path.isAbsolute()) {
                throw new IllegalArgumentException("source '" + source + "' is not an absolute path");
            }
            Path real = path.toRealPath();
            if (!Files.isDirectory(real)) {
                throw new IllegalArgumentException("source '" + source + "' is not a folder");
            }
            return real;
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("source '" + source + "' is not a path", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "source '" + source + "' is not there as this service sees it; " + allowed(), e);
        }
    }

    private String allowed() {
        return roots.isEmpty()
                ? "wellstream.ingest.roots names no folder"
                : "it reads below " + roots.stream().map(Path::toString).collect(Collectors.joining(", "));
    }
}
