package io.wellstream.ingest.source;

import io.wellstream.ingest.files.InvalidScreenException;
import io.wellstream.ingest.files.SourceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The folders this service may read screens from, and how much of a screen; a link does not lead out of them. */
public final class Sources {
    private static final String ARCHIVE = ".zip";

    private final List<Path> roots;
    private final SourceLimits limits;

    public Sources(List<Path> roots, SourceLimits limits) {
        this.roots = List.copyOf(roots);
        this.limits = limits;
    }

    /** The real path of a source; throws {@link IllegalArgumentException}, with what to do, if it cannot be one. */
    public Path resolve(String source) {
        Path path = path(source);
        if (!isInRoots(path)) { // asked first: what lies outside is not even said to exist
            throw new IllegalArgumentException(
                    "source '" + source + "' is outside what this service may read; " + allowed());
        }
        try {
            Path real = path.toRealPath();
            if (!Files.isDirectory(real) && !isArchive(real)) {
                throw new IllegalArgumentException("source '" + source
                        + "' is neither a folder nor a zip archive; expected a folder or a .zip file");
            }
            return real;
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "source '" + source + "' is not there as this service sees it; " + allowed(), e);
        }
    }

    /** Opens a screen; throws {@link InvalidScreenException} if there is nothing to go on. To be closed by the caller. */
    public ScreenSource open(Path source) {
        SourceFiles files = files(source);
        try {
            return ScreenSource.open(files, limits);
        } catch (RuntimeException e) {
            files.close();
            throw e;
        }
    }

    private SourceFiles files(Path source) {
        if (isInRoots(source) && Files.isDirectory(source)) {
            return SourceFiles.ofFolder(source, realRoots());
        }
        if (isInRoots(source) && isArchive(source)) {
            return SourceFiles.ofArchive(source, limits.archiveEntries());
        }
        throw new InvalidScreenException(source + " is neither a folder nor a zip archive that this service may read");
    }

    private static Path path(String source) {
        try {
            Path path = Path.of(source);
            if (!path.isAbsolute()) {
                throw new IllegalArgumentException("source '" + source + "' is not an absolute path");
            }
            return path;
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("source '" + source + "' is not a path", e);
        }
    }

    private static boolean isArchive(Path path) {
        return Files.isRegularFile(path)
                && path.toString().toLowerCase(Locale.ROOT).endsWith(ARCHIVE);
    }

    /** Whether as much of the path as there is lies below a root. */
    private boolean isInRoots(Path path) {
        List<Path> real = realRoots();
        for (@Nullable Path there = path; there != null; there = there.getParent()) {
            Optional<Path> found = real(there);
            if (found.isPresent()) {
                return real.stream().anyMatch(found.get()::startsWith);
            }
        }
        return false;
    }

    /** A root that is not there holds nothing. */
    private List<Path> realRoots() {
        return roots.stream().map(Sources::real).flatMap(Optional::stream).toList();
    }

    private static Optional<Path> real(Path path) {
        try {
            return Optional.of(path.toRealPath());
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    private String allowed() {
        return roots.isEmpty()
                ? "wellstream.ingest.roots names no folder"
                : "it reads below " + roots.stream().map(Path::toString).collect(Collectors.joining(", "));
    }
}
