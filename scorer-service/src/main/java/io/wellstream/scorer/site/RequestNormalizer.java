package io.wellstream.scorer.site;

import io.wellstream.imaging.normalize.ChannelStatistics;
import io.wellstream.imaging.normalize.DatasetStatistics;
import io.wellstream.imaging.normalize.NormalizationKind;
import io.wellstream.imaging.normalize.Normalizer;
import io.wellstream.imaging.normalize.SiteStatistics;
import io.wellstream.imaging.screen.Depth;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.ChannelLevels;
import io.wellstream.proto.v1.ControlImages;
import io.wellstream.proto.v1.InputDescription;
import io.wellstream.proto.v1.PlateReference;
import io.wellstream.scorer.call.RequestFields;
import io.wellstream.scorer.call.ScorerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Normalises the images of a request, which are assumed to be from one plate that was not ingested. */
final class RequestNormalizer {
    /** The identifier used for every site of the request. */
    static final SiteId SITE = new SiteId(WellId.of("request", 1, "A01"), 1);

    private static final int MAX_SITES = 400;

    private RequestNormalizer() {}

    /** @throws ScorerException.StatisticsUnknown if the model needs statistics of a plate or experiment and the request has none */
    static Normalizer of(InputDescription input, PlateReference plate) {
        NormalizationKind kind = NormalizationKind.parse(input.getNormalization());
        return switch (kind) {
            case UNIT, DATASET, SAMPLE -> Normalizer.of(kind, List.of(), Preprocessing.ofTraining(input), Set.of());
            case PLATE, EXPERIMENT -> byLevels(input, plate);
            case CONTROLS -> plate.getControlsCount() > 0 ? byControls(input, plate) : byLevels(input, plate);
        };
    }

    private static Normalizer byLevels(InputDescription input, PlateReference plate) {
        if (plate.getLevelsCount() == 0) {
            throw new ScorerException.StatisticsUnknown(
                    "the model normalises by '" + input.getNormalization()
                            + "', which cannot be computed from a few images; send plate.levels"
                            + (input.getNormalization().equals("controls") ? " or plate.controls" : ""),
                    null);
        }
        if (plate.getLevelsCount() != input.getChannels()) {
            throw new ScorerException.InvalidRequest(
                    "plate.levels: " + plate.getLevelsCount() + " channels; the model requires " + input.getChannels());
        }
        Depth depth = Preprocessing.depth(input);
        float[] mean = new float[input.getChannels()];
        float[] sd = new float[mean.length];
        for (int c = 0; c < mean.length; c++) {
            ChannelLevels levels = plate.getLevels(c);
            mean[c] = levels.getMean();
            sd[c] = levels.getSd();
        }
        DatasetStatistics given = RequestFields.valid(
                "plate.levels", () -> new DatasetStatistics(new ChannelStatistics(mean, sd, depth)));
        return Normalizer.of(NormalizationKind.DATASET, List.of(), given, Set.of());
    }

    private static Normalizer byControls(InputDescription input, PlateReference plate) {
        int sites = plate.getControlsList().stream()
                .mapToInt(ControlImages::getSitesCount)
                .sum();
        if (sites > MAX_SITES) {
            throw new ScorerException.TooLarge(sites + " sites of controls in one call; expected at most " + MAX_SITES);
        }
        List<SiteStatistics> known = new ArrayList<>(sites);
        for (int i = 0; i < plate.getControlsCount(); i++) {
            ControlImages control = plate.getControls(i);
            for (int site = 0; site < control.getSitesCount(); site++) {
                String field = "plate.controls[" + i + "].sites[" + site + "]";
                RequestImages.Site decoded = RequestImages.decode(field, control.getSites(site), input);
                known.add(new SiteStatistics(SITE, control.getLabel(), true, decoded.statistics()));
            }
        }
        Normalizer normalizer =
                Normalizer.of(NormalizationKind.CONTROLS, known, null, Set.copyOf(input.getControlLabelsList()));
        if (known.isEmpty() || !normalizer.warnings().isEmpty()) {
            throw new ScorerException.StatisticsUnknown(
                    "the model normalises by 'controls', and plate.controls contains too few of the treatments that it knows as"
                            + " controls; send at least 20 of them, or plate.levels",
                    null);
        }
        return normalizer;
    }
}
