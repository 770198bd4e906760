package io.wellstream.local.cli.speed;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.imaging.pixels.BadImageException;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.imaging.pixels.SiteObject;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.Depth;
import io.wellstream.local.cli.client.SystemClient;
import io.wellstream.proto.v1.BatchRequest;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.Phase;
import io.wellstream.proto.v1.SampleRequest;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.WellKeys;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The batches that a measurement asks for: all sites of a data set in turn, each batch with other augmentations. */
final class BenchBatches {
    static final String POLICY = "recommended";
    private static final int LABEL = 0;

    private final DatasetId dataset;
    private final List<SampleRequest> samples = new ArrayList<>();
    private final int size;
    private final int side;
    private final int channels;
    private final Depth depth;

    /**
     * @param size samples in a batch
     * @param side of a sample in pixels
     */
    BenchBatches(DatasetId dataset, Collection<WellIngested> wells, int size, int side) {
        this.dataset = dataset;
        this.size = size;
        this.side = side;
        IngestedSite any = wells.iterator().next().getSites(0);
        this.channels = any.getImagesCount();
        this.depth = Depth.of(any.getSixteenBits());
        wells.stream().sorted(Comparator.comparing(WellIngested::getIdCode)).forEach(well -> well.getSitesList()
                .forEach(site -> samples.add(sample(well, site))));
    }

    private SampleRequest sample(WellIngested well, IngestedSite site) {
        SampleRequest.Builder sample = SampleRequest.newBuilder()
                .setWell(well.getWell())
                .setSite(site.getSite())
                .setSize(site.getSize())
                .setSha256(site.getSha256())
                .setLabel(LABEL);
        for (int channel = 0; channel < channels; channel++) {
            sample.addScale(1f / depth.most()).addOffset(0);
        }
        return sample.build();
    }

    int size() {
        return size;
    }

    int side() {
        return side;
    }

    int channels() {
        return channels;
    }

    Depth depth() {
        return depth;
    }

    int sites() {
        return samples.size();
    }

    /** The request of a run for its batch with this number. */
    BatchRequest request(String run, long number) {
        BatchRequest.Builder request = BatchRequest.newBuilder()
                .setRun(run)
                .setAttempt(1)
                .setDataset(dataset.name())
                .setPhase(Phase.PHASE_TRAIN)
                .setEpoch((int) (number * size / samples.size()))
                .setIndex(number)
                .setKernelVersion(Batch.kernelVersion(depth))
                .setSide(side)
                .setAugmentation(POLICY)
                .setSeed(number)
                .setChannels(channels);
        for (int i = 0; i < size; i++) {
            request.addSamples(samples.get((int) ((number * size + i) % samples.size())));
        }
        return request.build();
    }

    /** All sites, decoded. */
    List<SiteImage> images(SystemClient client) throws BadImageException {
        List<byte[]> objects = client.withStore(store -> samples.stream()
                .map(sample -> store.get(ObjectRef.newBuilder()
                        .setKey(ObjectKeys.site(dataset, WellKeys.siteOf(sample.getWell(), sample.getSite()), depth)
                                .path())
                        .setSize(sample.getSize())
                        .setSha256(sample.getSha256())
                        .build()))
                .toList());
        List<SiteImage> images = new ArrayList<>();
        for (byte[] object : objects) {
            images.add(SiteObject.decode(object));
        }
        return images;
    }
}
