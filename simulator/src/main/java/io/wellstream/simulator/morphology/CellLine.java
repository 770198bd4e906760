package io.wellstream.simulator.morphology;

import io.wellstream.imaging.screen.CellType;
import java.util.List;

/**
 * The morphology of an untreated cell line. Lengths are in pixels of RxRx1's fixed pixel size.
 *
 * @param brightness mean grey level of each channel in a typical experiment, after RxRx1's published pixel statistics
 * @param gainSd SD between experiments of the logarithm of a channel's mean
 */
public record CellLine(
        CellType type, Growth growth, Nucleus nucleus, double fibres, List<Double> brightness, double gainSd) {

    /**
     * @param spacing mean distance between neighbours
     * @param radius of a cell without neighbours
     * @param gaps share of the area that is empty, in patches between colonies
     */
    public record Growth(double spacing, double radius, double aspect, double gaps) {}

    public record Nucleus(double radius, double aspect) {}

    private static final List<CellLine> BUILT_IN = List.of(
            new CellLine(
                    new CellType("HUVEC"),
                    new Growth(33, 32, 1.7, 0.2),
                    new Nucleus(9.5, 1.3),
                    0.8,
                    List.of(4.6, 16.0, 7.2, 8.6, 3.6, 6.8),
                    0.25),
            new CellLine(
                    new CellType("HEPG2"),
                    new Growth(22, 22, 1.15, 0.2),
                    new Nucleus(7.6, 1.2),
                    0.35,
                    List.of(6.0, 15.0, 9.5, 10.0, 8.5, 9.5),
                    0.35),
            new CellLine(
                    new CellType("RPE"),
                    new Growth(36, 40, 1.5, 0.16),
                    new Nucleus(10.5, 1.35),
                    1.2,
                    List.of(3.6, 12.7, 12.6, 7.1, 4.6, 8.9),
                    0.20),
            new CellLine(
                    new CellType("U2OS"),
                    new Growth(39, 38, 1.35, 0.2),
                    new Nucleus(12, 1.3),
                    0.9,
                    List.of(8.6, 14.0, 11.0, 9.0, 5.0, 13.0),
                    0.35));

    public CellLine {
        brightness = List.copyOf(brightness);
    }

    public static CellLine of(CellType type) {
        return BUILT_IN.stream()
                .filter(line -> line.type.equals(type))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no cell line " + type + " can be simulated; there are "
                        + BUILT_IN.stream().map(CellLine::type).toList()));
    }
}
