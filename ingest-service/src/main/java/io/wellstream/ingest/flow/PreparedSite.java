package io.wellstream.ingest.flow;

import io.wellstream.ingest.source.Problem;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.wire.keys.ObjectKey;
import java.util.List;

/** A site after its files were read and proven, before anything of it is stored. */
sealed interface PreparedSite {
    int number();

    /** Ingested before from the same files; {@code problems} are of files that have changed or gone since. */
    record Unchanged(IngestedSite site, List<Problem> problems) implements PreparedSite {
        @Override
        public int number() {
            return site.getSite();
        }
    }

    /** Whole: its originals are stored first, then its planes. */
    record Whole(IngestedSite site, List<NamedBytes> originals, NamedBytes planes) implements PreparedSite {
        @Override
        public int number() {
            return site.getSite();
        }
    }

    /** Not whole: nothing of it is stored. */
    record Broken(int number, List<Problem> problems) implements PreparedSite {}

    /** An object to put. */
    final class NamedBytes {
        private final ObjectKey key;
        private final byte[] bytes;

        /** Takes the array over. */
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
