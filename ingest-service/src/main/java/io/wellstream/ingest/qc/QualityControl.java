package io.wellstream.ingest.qc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wellstream.imaging.illumination.Illumination;
import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.imaging.screen.PlateId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.imaging.screen.WellPosition;
import io.wellstream.proto.v1.FlaggedPlate;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.keys.WellKeys;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * Checks the plates of a screen and makes a report and a picture of each. It uses only the wells' records, so that it can be repeated at
 * any time and includes wells that an earlier job stored.
 */
public final class QualityControl {
    private static final int FLAGS_SHOWN = 3;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ScreenShape screen;
    private final List<Integer> channels;
    private final Map<PlateId, Map<WellId, WellIngested>> plates = new TreeMap<>();
    private final Gaps gaps;
    private final Duplicates duplicates;
    private final Map<ExperimentId, List<Brightness.Finding>> brightness;
    private final Map<PlateId, List<Focus.Finding>> focus;

    /** Receives what is made of a plate: a report as JSON and a picture as PNG. */
    @FunctionalInterface
    public interface Sheets {
        void put(PlateId plate, byte[] report, byte[] picture);
    }

    /**
     * Prepares the check of a data set.
     *
     * @param described every well of the screen's metadata
     * @param wells every record of the data set
     */
    public QualityControl(ScreenShape screen, Collection<WellId> described, Collection<WellIngested> wells) {
        this.screen = screen;
        this.channels = screen.channels();
        Map<ExperimentId, Collection<WellIngested>> byExperiment = new HashMap<>();
        for (WellIngested well : wells) {
            WellId id = WellKeys.wellOf(well.getWell());
            plates.computeIfAbsent(id.plate(), plate -> new TreeMap<>()).put(id, well);
            byExperiment
                    .computeIfAbsent(id.experiment(), experiment -> new ArrayList<>())
                    .add(well);
        }
        Set<WellId> stored = plates.values().stream()
                .flatMap(plate -> plate.keySet().stream())
                .collect(Collectors.toSet());
        this.gaps = new Gaps(described, stored);
        this.duplicates = new Duplicates(wells, channels, screen.oneFile());
        this.focus = Focus.compare(plates, channels.size());
        Map<ExperimentId, double[]> means = new TreeMap<>();
        byExperiment.forEach((experiment, of) -> means.put(experiment, PlateReport.means(of, channels.size())));
        this.brightness = Brightness.compare(
                means,
                experiment -> new CellType(byExperiment.getOrDefault(experiment, List.of()).stream()
                        .findFirst()
                        .map(WellIngested::getCellType)
                        .orElseThrow()));
    }

    /** Makes the report and the picture of some plates. */
    public void report(Collection<PlateId> wanted, Sheets sheets) {
        for (PlateId plate : wanted) {
            PlateReport report = report(plate);
            sheets.put(plate, json(report), picture(plate, wells(plate), report));
        }
    }

    /** Those of some plates that have flags, with the first few. */
    public List<FlaggedPlate> flagged(Collection<PlateId> wanted) {
        return wanted.stream()
                .map(this::report)
                .filter(report -> !report.flags().isEmpty())
                .map(report -> FlaggedPlate.newBuilder()
                        .setExperiment(report.experiment())
                        .setPlate(report.plate())
                        .setFlags(report.flags().size())
                        .addAllFirst(report.flags().stream().limit(FLAGS_SHOWN).toList())
                        .build())
                .toList();
    }

    private PlateReport report(PlateId plate) {
        PlateReport.Compared compared = new PlateReport.Compared(
                brightness.getOrDefault(plate.experiment(), List.of()),
                focus.getOrDefault(plate, List.of()),
                duplicates.of(plate));
        return PlateReport.of(plate, wells(plate), gaps, compared, channels);
    }

    private Collection<WellIngested> wells(PlateId plate) {
        return plates.getOrDefault(plate, Map.of()).values();
    }

    /** The reports of all plates that have wells, sorted. */
    public List<PlateReport> reports() {
        return plates.keySet().stream().map(this::report).toList();
    }

    /**
     * The flags of all plates, and how they are lit, as one HTML page.
     *
     * @param illumination of a plate, from all its wells, if it has been computed
     */
    public String page(
            String dataset, BiFunction<PlateId, Collection<WellIngested>, Optional<Illumination>> illumination) {
        return new QualityPage(screen, this::drawing, report -> illumination.apply(plate(report), wells(plate(report))))
                .html(dataset, reports());
    }

    private static PlateId plate(PlateReport report) {
        return new PlateId(new ExperimentId(report.experiment()), report.plate());
    }

    private String drawing(PlateReport report, int channel) {
        PlateId plate = plate(report);
        return new PlateDrawing(
                        screen, PlateReport.meansByWell(wells(plate), channels.size()), gaps.of(plate), mixed(report))
                .svg(channel);
    }

    private static Set<WellPosition> mixed(PlateReport report) {
        return report.mixedSites().stream()
                .map(site -> WellPosition.parse(site.well()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private byte[] picture(PlateId plate, Collection<WellIngested> wells, PlateReport report) {
        Set<WellPosition> mixed = mixed(report);
        return new PlatePicture(screen.plates(), PlateReport.meansByWell(wells, channels.size()), gaps.of(plate), mixed)
                .png(channels.size());
    }

    private static byte[] json(PlateReport report) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report can always be written", e);
        }
    }
}
