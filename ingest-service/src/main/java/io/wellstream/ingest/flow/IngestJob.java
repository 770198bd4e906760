package io.wellstream.ingest.flow;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.ingest.files.ScreenPlace;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What an ingest is asked to do.
 *
 * @param id chosen by the caller; the same id requests the same job again
 * @param source where the screen is
 * @param verify whether to read every object in the store, also those of unchanged wells, and to put damaged and missing ones again
 * @param keepGone whether wells that the screen no longer has stay in the data set
 */
public record IngestJob(
        String id, DatasetId dataset, ScreenPlace source, Shard shard, boolean verify, boolean keepGone) {
    private static final Pattern SAFE = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    /** A job that withdraws the wells that its screen no longer has. */
    public IngestJob(String id, DatasetId dataset, Path source, Shard shard, boolean verify) {
        this(id, dataset, source, shard, verify, false);
    }

    /** A job for a folder or archive on this service's machine. */
    public IngestJob(String id, DatasetId dataset, Path source, Shard shard, boolean verify, boolean keepGone) {
        this(id, dataset, new ScreenPlace.Local(source), shard, verify, keepGone);
    }

    public IngestJob {
        if (!SAFE.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "'" + id + "' is not a valid job id; expected lower-case letters, digits and hyphens, 63 at most");
        }
    }

    /**
     * One of the parts that a screen is split into, by experiment.
     *
     * @param number from 0
     */
    public record Shard(int number, int of) {
        public static final Shard WHOLE = new Shard(0, 1);

        public Shard {
            if (of < 1 || of > 1_000 || number < 0 || number >= of) {
                throw new IllegalArgumentException(
                        "shard " + number + " of " + of + "; expected 1 to 1000 shards, counted from 0");
            }
        }
    }
}
