package io.wellstream.scorer.site;

import com.google.protobuf.ByteString;
import io.wellstream.imaging.augment.Augmentation;
import io.wellstream.imaging.augment.AugmentationPolicy;
import io.wellstream.imaging.augment.Augmenter;
import io.wellstream.imaging.batch.Batch;
import io.wellstream.imaging.normalize.ChannelStatistics;
import io.wellstream.imaging.normalize.DatasetStatistics;
import io.wellstream.imaging.normalize.NormalizationKind;
import io.wellstream.imaging.normalize.Normalizer;
import io.wellstream.imaging.normalize.SiteStatistics;
import io.wellstream.imaging.normalize.UnknownStatisticsException;
import io.wellstream.imaging.pixels.BadImageException;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.imaging.pixels.SiteObject;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.Depth;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.imaging.screen.PlateId;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.proto.v1.IngestedImage;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.proto.v1.InputDescription;
import io.wellstream.proto.v1.MaskedChannel;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.PlateReference;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.scorer.call.Call;
import io.wellstream.scorer.call.ScorerException;
import io.wellstream.wire.Floats;
import io.wellstream.wire.illumination.PlateCorrection;
import io.wellstream.wire.keys.WellKeys;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns sites into the input of one model, with the classes that preprocess the sites in training: the same decoder, correction of
 * illumination, resize and conversion to floats, and the normalisation that the model's card describes.
 */
public final class Preprocessing {
    private static final long UNUSED_SEED = 0;

    private final InputDescription input;
    private final List<Augmentation> resize;
    private final Normalizer normalizer;
    private final Map<PlateId, PlateCorrection> plates; // empty if the model corrects no illumination

    /**
     * The key of a preprocessed site in the cache: it names the content, so an entry is never out of date.
     *
     * @param sha256 of the site's object, and of the illumination functions that it is corrected with
     * @param steps applied to its pixels
     */
    record Key(ByteString sha256, List<Augmentation> steps) {}

    private Preprocessing(
            InputDescription input,
            List<Augmentation> resize,
            Normalizer normalizer,
            Map<PlateId, PlateCorrection> plates) {
        this.input = input;
        this.resize = resize;
        this.normalizer = normalizer;
        this.plates = plates;
    }

    /** For these ingested wells. Statistics of their plates and experiments cover all wells ingested so far. */
    public static Preprocessing of(
            ModelCard card,
            RecentCorrections corrections,
            DatasetId dataset,
            Collection<WellIngested> wells,
            Call call) {
        InputDescription input = card.getInput();
        NormalizationKind kind = NormalizationKind.parse(input.getNormalization());
        List<SiteStatistics> known =
                switch (kind) {
                    case UNIT, DATASET, SAMPLE -> List.of();
                    case PLATE, EXPERIMENT, CONTROLS -> known(corrections.screens(), dataset, wells);
                };
        Map<PlateId, PlateCorrection> plates = new TreeMap<>();
        if (!input.getIllumination().isEmpty()) {
            SortedSet<PlateId> corrected = new TreeSet<>();
            wells.forEach(well -> corrected.add(WellKeys.wellOf(well.getWell()).plate()));
            known.forEach(site -> corrected.add(site.site().well().plate()));
            corrected.forEach(plate -> plates.put(plate, corrections.of(dataset, plate, call)));
        }
        Normalizer normalizer = Normalizer.of(
                kind,
                known.stream().map(site -> corrected(site, plates)).toList(),
                ofTraining(input),
                Set.copyOf(input.getControlLabelsList()),
                card.getSpecification().hasChannelDropout());
        return new Preprocessing(input, resize(card), normalizer, plates);
    }

    /** The statistics of a site after its correction, if it is corrected. */
    private static SiteStatistics corrected(SiteStatistics site, Map<PlateId, PlateCorrection> plates) {
        PlateCorrection plate = plates.get(site.site().well().plate());
        return plate == null
                ? site
                : new SiteStatistics(site.site(), site.labelOrEmpty(), site.control(), corrected(site.site(), plate));
    }

    private static ChannelStatistics corrected(SiteId site, PlateCorrection plate) {
        try {
            return plate.statistics(site);
        } catch (IllegalArgumentException e) {
            throw new ScorerException.StatisticsUnknown(
                    "plate " + site.well().plate() + " changed during the call: " + e.getMessage()
                            + "; repeat the call",
                    e);
        }
    }

    /** For images in a request, with the statistics of their plate that the request contains. */
    public static Preprocessing ofImages(ModelCard card, PlateReference plate) {
        InputDescription input = card.getInput();
        if (!input.getIllumination().isEmpty()) {
            throw new ScorerException.StatisticsUnknown(
                    "the model corrects illumination by plate, which cannot be computed from a few images; ingest the plate"
                            + " and name its wells, or use a model that was trained without illumination",
                    null);
        }
        return new Preprocessing(input, resize(card), RequestNormalizer.of(input, plate), Map.of());
    }

    private static List<Augmentation> resize(ModelCard card) {
        return AugmentationPolicy.named(card.getSpecification().getAugmentation())
                .withoutChance()
                .draw(UNUSED_SEED, card.getInput().getSide(), card.getInput().getChannels());
    }

    /** The same with a flip or turn after the resize. */
    public Preprocessing viewed(List<Augmentation> view) {
        List<Augmentation> both = new ArrayList<>(resize);
        both.addAll(view);
        return new Preprocessing(input, List.copyOf(both), normalizer, plates);
    }

    private static List<SiteStatistics> known(Screens screens, DatasetId dataset, Collection<WellIngested> wells) {
        return wells.stream()
                .map(well -> new ExperimentId(well.getWell().getExperiment()))
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .flatMap(experiment -> screens.statistics(dataset, experiment).stream())
                .toList();
    }

    static @Nullable DatasetStatistics ofTraining(InputDescription input) {
        if (input.getDatasetMeanCount() == 0) {
            return null;
        }
        return new DatasetStatistics(new ChannelStatistics(
                Floats.array(input.getDatasetMeanList()), Floats.array(input.getDatasetSdList()), depth(input)));
    }

    /** The key under which the result of {@link #resize} is cached. */
    Key cacheKey(StoredSite site) {
        ByteString sha256 = site.ingested().getSha256();
        PlateCorrection plate = plates.get(site.id().well().plate());
        return new Key(plate == null ? sha256 : sha256.concat(plate.ref().getSha256()), resize);
    }

    /** Decodes a site's object, corrects its illumination if the model does, and resizes it for the model. */
    SiteImage resize(StoredSite site, byte[] object) {
        SiteImage image = decode(site, object);
        if (image.channels() != input.getChannels()) {
            throw new ScorerException.ModelUnusable(
                    "site " + site.id() + " has " + image.channels() + " channels and the model requires "
                            + input.getChannels() + "; use a model of this screen",
                    null);
        }
        if (image.depth() != depth(input)) {
            throw new ScorerException.ModelUnusable(
                    "site " + site.id() + " has " + image.depth() + " grey levels and the model requires "
                            + depth(input) + " ones; use a model of this screen",
                    null);
        }
        PlateCorrection plate = plates.get(site.id().well().plate());
        SiteImage corrected = plate == null ? image : plate.illumination().correct(image);
        return Augmenter.apply(corrected, resize, input.getSide());
    }

    /** Of the sites that a model expects. */
    static Depth depth(InputDescription input) {
        return Batch.depth(input.getKernelVersion()).orElse(Depth.EIGHT);
    }

    /** Adds the normalisation to a resized site. */
    public Batch.Sample sample(StoredSite site, SiteImage resized) {
        PlateCorrection plate = plates.get(site.id().well().plate());
        ChannelStatistics own = plate == null ? statistics(site.ingested()) : corrected(site.id(), plate);
        try {
            return new Batch.Sample(resized, normalizer.forSite(site.id(), own), Batch.NO_LABEL);
        } catch (UnknownStatisticsException e) {
            throw new ScorerException.StatisticsUnknown(
                    "the model normalises by '" + input.getNormalization() + "': " + e.getMessage()
                            + "; ingest the rest of the plate first",
                    e);
        }
    }

    /** Resizes a site of the request and adds its normalisation. */
    public Batch.Sample sample(RequestImages.Site site) {
        return new Batch.Sample(
                Augmenter.apply(site.image(), resize, input.getSide()),
                normalizer.forSite(RequestNormalizer.SITE, site.statistics()),
                Batch.NO_LABEL);
    }

    private static SiteImage decode(StoredSite site, byte[] object) {
        try {
            return SiteObject.decode(object);
        } catch (BadImageException e) {
            throw new ScorerException.ObjectDamaged(
                    "the object of site " + site.id() + ": " + e.getMessage() + "; ingest the data set again", e);
        }
    }

    static ChannelStatistics statistics(IngestedSite site) {
        float[] mean = new float[site.getImagesCount()];
        float[] sd = new float[site.getImagesCount()];
        for (int channel = 0; channel < mean.length; channel++) {
            IngestedImage image = site.getImages(channel);
            mean[channel] = image.getMean();
            sd[channel] = image.getSd();
        }
        return new ChannelStatistics(mean, sd, Depth.of(site.getSixteenBits()))
                .masking(site.getMaskedList().stream()
                        .map(MaskedChannel::getIndex)
                        .toList());
    }
}
