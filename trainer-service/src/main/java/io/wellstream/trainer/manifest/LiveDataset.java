package io.wellstream.trainer.manifest;

import com.google.protobuf.ByteString;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.proto.v1.Manifest;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.RunSpecification;
import io.wellstream.proto.v1.ScreenDescription;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.trainer.plan.DataSet;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.Sha256;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A complete data set as the tables have it now, from which manifests are made. At most the wells of one experiment are in memory, except where
 * a method says otherwise.
 *
 * @param experiments all that have wells, sorted
 * @param wells those of an experiment, in any order
 * @param causes the traces of the ingests that they are from
 */
public record LiveDataset(
        DatasetId id,
        ScreenDescription screen,
        List<String> experiments,
        Function<String, Collection<WellIngested>> wells,
        List<String> causes) {
    public LiveDataset {
        experiments = List.copyOf(experiments);
        causes = List.copyOf(causes);
    }

    /**
     * Makes all pages and the root, which the caller stores.
     *
     * @param pages receives each page's key and bytes, and returns the reference to it
     */
    public Manifest root(BiFunction<ObjectKey, byte[], ObjectRef> pages) {
        Manifest.Builder root = Manifest.newBuilder().setDataset(id.name()).setScreen(screen);
        MessageDigest data = Sha256.newDigest();
        data.update(root.build().toByteArray());
        for (String experiment : experiments) {
            Manifest page = page(experiment);
            if (page.getWellsCount() > 0) { // it may have been withdrawn a moment ago
                byte[] bytes = page.toByteArray();
                data.update(bytes);
                root.addPages(Pages.describe(experiment, page, pages.apply(key(bytes), bytes)));
            }
        }
        return root.setDataSha256(ByteString.copyFrom(data.digest())).build();
    }

    /** The root, of pages that are not stored. */
    public Manifest root() {
        return root(ObjectKey::refTo);
    }

    /** The page of an experiment; it has no wells if the experiment has none. */
    public Manifest page(String experiment) {
        return DataSet.page(wells.apply(experiment));
    }

    /** The manifest as one message with all wells, as earlier versions wrote it: all wells are in memory. */
    public Manifest whole() {
        Manifest.Builder whole = Manifest.newBuilder().setDataset(id.name()).setScreen(screen);
        experiments.forEach(experiment -> whole.mergeFrom(page(experiment)));
        return whole.build();
    }

    /** What a run would be planned on: the wells of the experiments that it needs are in memory. */
    public DataSet dataSet(RunSpecification run) {
        return Pages.read(root(), run, page -> page(page.getExperiment()));
    }

    /** The key of a manifest, or of a page, with these bytes. */
    public ObjectKey key(byte[] bytes) {
        return ObjectKeys.manifest(id, Sha256.hexOf(bytes));
    }
}
