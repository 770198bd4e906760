package io.wellstream.ingest.source;

import io.wellstream.ingest.bucket.BucketAccess;
import io.wellstream.ingest.files.InvalidScreenException;
import io.wellstream.ingest.files.ScreenPlace;
import io.wellstream.ingest.files.SourceFiles;
import io.wellstream.ingest.zarr.ZarrFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The folders and buckets from which this service may read screens, and the limits for reading one. A link out of the folders is not
 * followed.
 */
public final class Sources {
    private static final String ARCHIVE = ".zip";

    private final List<Path> roots;
    private final SourceLimits limits;
    private final Optional<BucketAccess> buckets;

    public Sources(List<Path> roots, SourceLimits limits, Optional<BucketAccess> buckets) {
        this.roots = List.copyOf(roots);
        this.limits = limits;
        this.buckets = buckets;
    }

    /** Folders only. */
    public Sources(List<Path> roots, SourceLimits limits) {
        this(roots, limits, Optional.empty());
    }

    /** The place of a source that may be read; throws {@link IllegalArgumentException} with advice if there is none. */
    public ScreenPlace place(String source) {
        return switch (ScreenPlace.parse(source)) {
            case ScreenPlace.Local _ -> new ScreenPlace.Local(resolve(source));
            case ScreenPlace.Bucket bucket -> {
                access(bucket).check(bucket);
                yield bucket;
            }
        };
    }

    private BucketAccess access(ScreenPlace.Bucket place) {
        return buckets.orElseThrow(() -> new IllegalArgumentException("source '" + place
                + "' is outside what this service may read; wellstream.ingest.s3.buckets names no bucket"));
    }

    /** The real path of a source; throws {@link IllegalArgumentException} with advice if it is not a valid source. */
    public Path resolve(String source) {
        Path path = path(source);
        if (!isInRoots(path)) { // checked first, so that no answer reveals what exists outside
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
                    "source '" + source + "' does not exist on this service's machine; " + allowed(), e);
        }
    }

    /** Opens a screen, which the caller closes; throws {@link InvalidScreenException} if it cannot be read at all. */
    public ScreenSource open(ScreenPlace source) {
        SourceFiles files = files(source);
        try {
            return ScreenSource.open(files, limits);
        } catch (RuntimeException e) {
            files.close();
            throw e;
        }
    }

    /** Opens a screen on this machine. */
    public ScreenSource open(Path source) {
        return open(new ScreenPlace.Local(source));
    }

    /** Opens a source's files, which the caller closes. */
    public SourceFiles files(ScreenPlace source) {
        return new ZarrFiles(
                switch (source) {
                    case ScreenPlace.Local local -> files(local.path());
                    case ScreenPlace.Bucket bucket -> access(bucket).open(bucket, limits.archiveEntries());
                });
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

    /** Whether the path, or the part of it that exists, is below a root. */
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

    /** The roots that exist. */
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
