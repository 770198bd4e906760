package io.wellstream.wire.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.BatchRequest;
import io.wellstream.proto.v1.Phase;
import io.wellstream.proto.v1.SampleRequest;
import io.wellstream.proto.v1.Target;
import io.wellstream.wire.RejectedException;
import io.wellstream.wire.kafka.Topics;
import java.util.Optional;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {
    private static final DatasetId DATASET = new DatasetId("rxrx1");
    private static final RunId RUN = new RunId("first-1");
    private static final WellId WELL = WellId.parse("HEPG2-08/1/B03");
    private static final BatchRequest REQUEST = BatchRequest.newBuilder()
            .setDataset("rxrx1")
            .setRun("first-1")
            .setAttempt(1)
            .setPhase(Phase.PHASE_TRAIN)
            .setEpoch(3)
            .setIndex(17)
            .setSeed(42)
            .addSamples(SampleRequest.newBuilder().setWell(WellKeys.of(WELL)).setSite(2))
            .build();

    @Test
    void keysAreAsDocumented() {
        assertThat(ObjectKeys.image(DATASET, "train/HEPG2-08/Plate1/B03_s2_w1.png"))
                .hasToString("rxrx1/images/train/HEPG2-08/Plate1/B03_s2_w1.png");
        assertThat(ObjectKeys.site(DATASET, new SiteId(WELL, 2))).hasToString("rxrx1/sites/six1/HEPG2-08/1/B03/s2.six");
        assertThat(ObjectKeys.manifest(DATASET, "ab12")).hasToString("rxrx1/manifests/ab12");
        assertThat(ObjectKeys.claim(DATASET, RUN)).hasToString("rxrx1/runs/first-1/claim");
        assertThat(ObjectKeys.checkpoint(DATASET, RUN, 120, "complete"))
                .hasToString("rxrx1/runs/first-1/checkpoints/120/complete");
        assertThat(ObjectKeys.model(DATASET, Optional.of(new CellType("HUVEC")), RUN, "card.json"))
                .hasToString("rxrx1/models/HUVEC/first-1/card.json");
        assertThat(ObjectKeys.model(DATASET, Optional.empty(), RUN, "card.json"))
                .hasToString("rxrx1/models/all/first-1/card.json");
        assertThat(ObjectKeys.submission(DATASET, "s1", "csv")).hasToString("rxrx1/submissions/s1.csv");
    }

    @Test
    void aBatchKeyNamesRunPhaseEpochIndexAndContent() {
        assertThat(ObjectKeys.batch(REQUEST).path()).matches("rxrx1/batches/first-1/train/3/17-[0-9a-f]{16}[.]batch");
    }

    @Test
    void aLaterAttemptAsksForTheSameBatch() {
        assertThat(ObjectKeys.batch(REQUEST.toBuilder().setAttempt(2).build())).isEqualTo(ObjectKeys.batch(REQUEST));
    }

    @Test
    void anotherSeedIsAnotherBatch() {
        assertThat(ObjectKeys.batch(REQUEST.toBuilder().setSeed(43).build())).isNotEqualTo(ObjectKeys.batch(REQUEST));
    }

    @Test
    void aBatchOfNoPhaseIsRejected() {
        BatchRequest request = REQUEST.toBuilder().clearPhase().build();

        assertThatThrownBy(() -> ObjectKeys.batch(request)).isInstanceOf(RejectedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/a", "a/", "a//b", "a/../b", "./a", "a\nb"})
    void aKeyThatIsNoPathIsRefused(String path) {
        assertThatThrownBy(() -> new ObjectKey(path)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void messageKeysBeginWithTheirDataSet() {
        assertThat(MessageKeys.well(DATASET, WELL)).isEqualTo("rxrx1/HEPG2-08/1/B03");
        assertThat(MessageKeys.ingest(DATASET, "job-1", 0)).isEqualTo("rxrx1/job-1/0");
        assertThat(MessageKeys.model(DATASET, Optional.of(new CellType("U2OS")), Target.TARGET_CELL_TYPE, RUN))
                .isEqualTo("rxrx1/U2OS/cell-type/first-1");
        assertThat(MessageKeys.serving(DATASET, Optional.empty(), Target.TARGET_TREATMENT_AND_CONTROL))
                .isEqualTo("rxrx1/all/treatment+control");
    }

    @Test
    void aWellIsReadBackFromItsWireForm() {
        assertThat(WellKeys.wellOf(WellKeys.of(WELL))).isEqualTo(WELL);
    }

    @Test
    void partitionsAreKafkasOwn() {
        byte[] key = MessageKeys.well(DATASET, WELL).getBytes(java.nio.charset.StandardCharsets.UTF_8);

        assertThat(Topics.WELLS.partitionOf(MessageKeys.well(DATASET, WELL)))
                .isEqualTo(BuiltInPartitioner.partitionForKey(key, Topics.WELLS.partitions()));
    }
}
