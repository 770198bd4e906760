package io.wellstream.local.cli.client;

import io.wellstream.imaging.screen.DatasetId;
import java.nio.file.Path;

/** Where a screen is, as a person writes it: a path, which may be relative to the folder of the command, or {@code s3://bucket/prefix}. */
public record ScreenArgument(String text) {
    private static final String BUCKET = "s3://";

    /** As the ingest service takes it. */
    public String source() {
        return text.startsWith(BUCKET) ? text : Path.of(text).toAbsolutePath().toString();
    }

    /** The name of its data set, if none is given: after its last part. */
    public DatasetId dataset() {
        if (text.startsWith(BUCKET)) {
            String place = text.substring(BUCKET.length()).replaceAll("/+$", "");
            return DatasetId.fromFile(place.substring(place.lastIndexOf('/') + 1));
        }
        return DatasetId.fromFile(
                Path.of(text).toAbsolutePath().normalize().getFileName().toString());
    }
}
