package io.wellstream.ingest.files;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a screen is. {@link #parse} reads what {@code toString} writes. */
public sealed interface ScreenPlace {
    /** The last part, after which a data set is named by default. */
    String name();

    /** Reads a path, or {@code s3://bucket/prefix}; throws {@link IllegalArgumentException} with what is expected. */
    static ScreenPlace parse(String text) {
        if (text.startsWith("s3:")) {
            return Bucket.parse(text);
        }
        try {
            return new Local(Path.of(text));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("source '" + text + "' is not a path", e);
        }
    }

    /** A folder or an archive on this service's machine. */
    record Local(Path path) implements ScreenPlace {
        @Override
        public String name() {
            return String.valueOf(path.getFileName());
        }

        @Override
        public String toString() {
            return path.toString();
        }
    }

    /**
     * The objects of a bucket whose keys begin with a prefix.
     *
     * @param prefix empty, or with a slash at its end
     */
    record Bucket(String bucket, String prefix) implements ScreenPlace {
        private static final Pattern TEXT =
                Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/([^\\p{Cntrl}]*))?");

        private static Bucket parse(String text) {
            Matcher parts = TEXT.matcher(text);
            if (!parts.matches()) {
                throw new IllegalArgumentException(
                        "source '" + text + "' is not a place in a bucket; expected e.g. s3://bucket/folder");
            }
            String path = parts.group(2) == null ? "" : parts.group(2).replaceAll("/+$", "");
            return new Bucket(parts.group(1), path.isEmpty() ? "" : path + "/");
        }

        @Override
        public String name() {
            String path = prefix.replaceAll("/$", "");
            return path.isEmpty() ? bucket : path.substring(path.lastIndexOf('/') + 1);
        }

        @Override
        public String toString() {
            return "s3://" + bucket + "/" + prefix;
        }
    }
}
