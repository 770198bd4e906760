package io.wellstream.ingest.flow;

import io.wellstream.ingest.problem.Problem;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.wire.keys.ObjectKey;
import java.util.List;

/** A site whose files have been read and checked, before anything is stored. */
sealed interface PreparedSite {
    /** Ingested before; {@code problems} names files that have changed or disappeared since, and masked channels. */
    record Unchanged(IngestedSite site, List<Problem> problems) implements PreparedSite {}

    /**
     * All files are good, or all but that of a channel that is masked: the originals are stored first, then the planes.
     *
     * @param problems what is wrong with the file of a masked channel
     */
    record Whole(IngestedSite site, List<NamedBytes> originals, NamedBytes planes, List<Problem> problems)
            implements PreparedSite {}

    /** At least one file is missing or bad: nothing of the site is stored. */
    record Broken(List<Problem> problems) implements PreparedSite {}

    /** An object to put. */
    final class NamedBytes {
        private final ObjectKey key;
        private final byte[] bytes;

        /** @param bytes not copied */
        NamedBytes(ObjectKey key, byte[] bytes) {
            this.key = key;
            this.bytes = bytes;
        }

        ObjectKey key() {
            return key;
        }

        /** Not a copy. */
        byte[] bytes() {
            return bytes;
        }
    }
}
