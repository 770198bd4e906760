package io.wellstream.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.proto.v1.Manifest;
import io.wellstream.proto.v1.ManifestPage;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.RunRecord;
import io.wellstream.trainer.plan.DataSet;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.RunId;
import io.wellstream.wire.keys.Sha256;
import io.wellstream.wire.store.ObjectStore;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A run's manifest is a root and a page for each experiment; one of an earlier version is one object. */
class PagedManifestTest {
    private static final RunRecord RUN =
            TrainingWorld.run(TrainingWorld.specification().build());
    private static final ObjectKey NAME = ObjectKeys.run(TrainingWorld.DATASET, new RunId("run-1"), "manifest");

    private final TrainingWorld world = new TrainingWorld(3);

    @Test
    void eachExperimentHasOneObjectUnderASmallRoot() throws Exception {
        world.trainer("t1", RUN).trainNext();

        ObjectRef named =
                ObjectRef.parseFrom(world.store.read(NAME).orElseThrow().bytes());
        Manifest root = Manifest.parseFrom(world.store.get(named));
        assertThat(root.getWellsCount()).isZero();
        assertThat(root.getPagesList())
                .extracting(ManifestPage::getExperiment)
                .containsExactly("HUVEC-01", "HUVEC-02", "HUVEC-03");
        assertThat(root.getPagesList()).allSatisfy(page -> {
            Manifest read = Manifest.parseFrom(world.store.get(page.getObject()));
            assertThat(read.getWellsCount()).isEqualTo(6).isEqualTo(page.getWells());
        });
        assertThat(world.card().getManifestKey()).isEqualTo(named.getKey());
    }

    @Test
    void aRunWithAManifestOfAnEarlierVersionGoesOnAndIsRepeatedByOneWithPages() throws Exception {
        Manifest whole = putWhole(world);
        world.trainer("t1", RUN).trainNext();
        ModelCard before = world.card();
        TrainingWorld now = new TrainingWorld(3);

        now.trainer("t1", RUN).trainNext();

        ModelCard repeated = now.card();
        assertThat(before.getManifestKey()).isEqualTo(key(whole).path());
        assertThat(repeated.getManifestKey()).isNotEqualTo(before.getManifestKey());
        assertThat(repeated.getManifestSha256())
                .as("digest of the data")
                .isEqualTo(before.getManifestSha256())
                .isEqualTo(key(whole).refTo(whole.toByteArray()).getSha256());
        assertThat(repeated.getParametersSha256()).isEqualTo(before.getParametersSha256());
    }

    @Test
    void aLostManifestOfAnEarlierVersionIsMadeAgain() throws Exception {
        Manifest whole = putWhole(world);
        world.store.delete(List.of(key(whole)));

        world.trainer("t1", RUN).trainNext();

        assertThat(world.last("run-1").orElseThrow().hasFinished()).isTrue();
        assertThat(world.store.read(key(whole)).map(ObjectStore.Versioned::bytes))
                .hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(whole.toByteArray()));
    }

    /** As an earlier version began the run. */
    private static Manifest putWhole(TrainingWorld world) {
        Manifest whole = DataSet.manifest(TrainingWorld.DATASET, world.ingest().getScreen(), world.wells);
        ObjectRef ref = world.store.putIfAbsent(key(whole), whole.toByteArray()).ref();
        assertThat(world.store.putIfAbsent(NAME, ref.toByteArray()).created()).isTrue();
        return whole;
    }

    private static ObjectKey key(Manifest whole) {
        return ObjectKeys.manifest(TrainingWorld.DATASET, Sha256.hexOf(whole.toByteArray()));
    }
}
