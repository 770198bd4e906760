package io.wellstream.local.cli.soak;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.local.cli.client.IngestJobs;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.local.cli.files.Truth;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.store.ObjectStore;
import io.wellstream.wire.store.ObjectStore.ObjectInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Flips bits in batches of the run in training, which workers make again, and in sites of the unseen wells that are scored, which
 * {@code ingest --verify} restores from the screen.
 */
final class DamagedObjects {
    private static final int MOST_BATCHES = 5;
    private static final int SITES = 2;

    private final SystemClient client;
    private final Path screen;
    private final List<String> unseen;
    private final Random random;

    DamagedObjects(SystemClient client, Path screen, Truth truth, Random random) {
        this.client = client;
        this.screen = screen;
        this.unseen = truth.rows().stream()
                .map(row -> row.well().experiment().name())
                .distinct()
                .toList();
        this.random = random;
    }

    /** Flips a bit in a few objects; returns how many. */
    int damage() {
        try (StoredBytes bytes = new StoredBytes(client.store());
                ObjectStore store = ObjectStore.connect(client.store())) {
            List<ObjectKey> chosen = new ArrayList<>(any(store, SoakPlan.DATASET + "/batches/", MOST_BATCHES));
            for (String experiment : unseen) {
                String sites = SoakPlan.DATASET + "/sites/" + ObjectKeys.SITE_FORMAT + "/" + experiment + "/";
                chosen.addAll(any(store, sites, SITES));
            }
            return (int) chosen.stream().filter(bytes::flipBit).count();
        }
    }

    /** Restores damaged sites from the screen; returns how many objects were put. */
    long repair() throws InterruptedException {
        return new IngestJobs(client)
                .run(new DatasetId(SoakPlan.DATASET), screen, true)
                .objectsPut();
    }

    private List<ObjectKey> any(ObjectStore store, String prefix, int most) {
        List<ObjectKey> keys;
        try (Stream<ObjectInfo> all = store.list(prefix)) {
            keys = new ArrayList<>(all.map(ObjectInfo::key).toList());
        }
        Collections.shuffle(keys, random);
        return keys.subList(0, Math.min(most, keys.size()));
    }
}
