package io.wellstream.augment;

import io.wellstream.imaging.augment.AugmentationPolicy;
import io.wellstream.imaging.augment.SampleSeed;
import io.wellstream.imaging.batch.Batch;
import io.wellstream.imaging.normalize.Normalization;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.Depth;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.proto.v1.BatchRequest;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.SampleRequest;
import io.wellstream.wire.Floats;
import io.wellstream.wire.RejectedException;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.WellKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A request for a batch, parsed and checked before any work is done on it. */
record SampleParts(AugmentationPolicy policy, int side, int channels, Depth depth, List<Part> parts) {

    /**
     * One sample: its object, its normalisation and the seed of its augmentations.
     *
     * @param illumination the functions that it is corrected with
     */
    record Part(
            SampleRequest request,
            SiteId site,
            ObjectRef object,
            Optional<ObjectRef> illumination,
            Normalization.Sample values,
            long seed) {
        int label() {
            return request.getLabel();
        }

        /** The rejection that names this sample's well. */
        RejectedException rejected(Exception cause) {
            return new RejectedException(
                    "site " + site + ": " + cause.getMessage(), cause, request.getWell(), request.getSite(), 0);
        }
    }

    SampleParts {
        parts = List.copyOf(parts);
    }

    /**
     * Reads a request of this worker's kernel version.
     *
     * @throws RejectedException if no batch can be made of it
     */
    static SampleParts of(BatchRequest request) {
        try {
            Depth depth = Batch.depth(request.getKernelVersion())
                    .orElseThrow(() -> new IllegalArgumentException("kernel version " + request.getKernelVersion()));
            Batch.checkShape(request.getSamplesCount(), request.getChannels(), request.getSide(), depth);
            List<Part> parts = new ArrayList<>(request.getSamplesCount());
            for (SampleRequest sample : request.getSamplesList()) {
                parts.add(part(request, depth, sample));
            }
            return new SampleParts(
                    AugmentationPolicy.named(request.getAugmentation()),
                    request.getSide(),
                    request.getChannels(),
                    depth,
                    parts);
        } catch (IllegalArgumentException e) {
            throw new RejectedException("batch " + request.getIndex() + ": " + e.getMessage(), e);
        }
    }

    private static Part part(BatchRequest request, Depth depth, SampleRequest sample) {
        SiteId site = WellKeys.siteOf(sample.getWell(), sample.getSite());
        if (sample.getScaleCount() != request.getChannels() || sample.getOffsetCount() != request.getChannels()) {
            throw new IllegalArgumentException("site " + site + " has " + sample.getScaleCount() + " scales and "
                    + sample.getOffsetCount() + " offsets; expected " + request.getChannels());
        }
        if (sample.getLabel() < Batch.NO_LABEL) {
            throw new IllegalArgumentException("site " + site + " has label " + sample.getLabel());
        }
        ObjectRef object = ObjectRef.newBuilder()
                .setKey(ObjectKeys.site(new DatasetId(request.getDataset()), site, depth)
                        .path())
                .setSize(sample.getSize())
                .setSha256(sample.getSha256())
                .build();
        Normalization.Sample values =
                new Normalization.Sample(Floats.array(sample.getScaleList()), Floats.array(sample.getOffsetList()));
        long seed = SampleSeed.of(request.getSeed(), request.getEpoch(), site);
        return new Part(sample, site, object, illumination(request, sample, site), values, seed);
    }

    private static Optional<ObjectRef> illumination(BatchRequest request, SampleRequest sample, SiteId site) {
        int number = sample.getIllumination();
        if (number < 0 || number > request.getIlluminationsCount()) {
            throw new IllegalArgumentException("site " + site + " has illumination " + number + "; the request has "
                    + request.getIlluminationsCount());
        }
        return number == 0 ? Optional.empty() : Optional.of(request.getIlluminations(number - 1));
    }
}
