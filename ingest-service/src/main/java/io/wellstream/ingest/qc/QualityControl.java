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
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
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
    private final WellRecords wells;
    private final SortedSet<PlateId> plates = new TreeSet<>();
    private final Gaps gaps;
    private final Duplicates duplicates;
    private final Map<ExperimentId, List<Brightness.Finding>> brightness;
    private final Map<PlateId, List<Focus.Finding>> focus;
    private Map<PlateId, Map<WellId, WellIngested>> atHand = Map.of(); // the plates of one experiment

    /** Receives what is made of a plate: a report as JSON and a picture as PNG. */
    @FunctionalInterface
    public interface Sheets {
        void put(PlateId plate, byte[] report, byte[] picture);
    }

    /**
     * Prepares the check of a data set. It reads all records, and keeps those of one experiment at a time.
     *
     * @param described every well of the screen's metadata
     * @param wells every record of the data set
     */
    public QualityControl(ScreenShape screen, Collection<WellId> described, WellRecords wells) {
        this.screen = screen;
        this.channels = screen.channels();
        this.wells = wells;
        StoredWells stored = new StoredWells();
        Focus.Plates sharpness = new Focus.Plates(channels.size());
        Map<ExperimentId, double[]> means = new TreeMap<>();
        Map<ExperimentId, CellType> cellTypes = new HashMap<>();
        wells.byExperiment(records -> {
            byPlate(records).forEach((plate, of) -> {
                plates.add(plate);
                of.keySet().forEach(stored::add);
                sharpness.add(plate, of.values());
            });
            WellIngested first = records.iterator().next();
            ExperimentId experiment = WellKeys.wellOf(first.getWell()).experiment();
            means.put(experiment, PlateReport.means(records, channels.size()));
            cellTypes.put(experiment, new CellType(first.getCellType()));
        });
        this.gaps = new Gaps(described, stored::has);
        this.duplicates = new Duplicates(wells, channels, screen.oneFile());
        this.focus = sharpness.compare();
        this.brightness = Brightness.compare(means, experiment -> Optional.ofNullable(cellTypes.get(experiment))
                .orElseThrow());
    }

    private static Map<PlateId, Map<WellId, WellIngested>> byPlate(Collection<WellIngested> records) {
        Map<PlateId, Map<WellId, WellIngested>> plates = new TreeMap<>();
        for (WellIngested well : records) {
            WellId id = WellKeys.wellOf(well.getWell());
            plates.computeIfAbsent(id.plate(), plate -> new TreeMap<>()).put(id, well);
        }
        return plates;
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

    /** Keeps the plates of the experiment that was asked for last: callers ask for all plates of one after another. */
    private Collection<WellIngested> wells(PlateId plate) {
        if (plates.contains(plate) && !atHand.containsKey(plate)) {
            atHand = byPlate(wells.of(plate.experiment()));
        }
        return atHand.getOrDefault(plate, Map.of()).values();
    }

    /** The reports of all plates that have wells, sorted. */
    public List<PlateReport> reports() {
        return plates.stream().map(this::report).toList();
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
