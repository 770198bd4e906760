package io.wellstream.imaging.screen;

import java.util.List;

/** Recursion's RxRx1: 384-well plates, two sites, a treatment once per experiment. Its three published forms differ in their images. */
public final class Rxrx1 {
    private static final String NAME = "rxrx1";
    private static final List<Channel> STAINS = List.of(
            new Channel(1, "nuclei (Hoechst 33342)"),
            new Channel(2, "endoplasmic reticulum (concanavalin A)"),
            new Channel(3, "actin (phalloidin)"),
            new Channel(4, "nucleoli and cytoplasmic RNA (SYTO 14)"),
            new Channel(5, "mitochondria (MitoTracker Deep Red)"),
            new Channel(6, "Golgi and plasma membrane (wheat germ agglutinin)"));

    /** As the competition of 2019 published it: six grey images a site, in a folder per subset. */
    public static final Screen COMPETITION =
            screen(STAINS, new ImagePattern("{subset}/{experiment}/Plate{plate}/{well}_s{site}_w{channel}.png"));

    /** As its makers have published it since August 2020: six grey images a site, all in one folder. */
    public static final Screen DOWNLOAD =
            screen(STAINS, new ImagePattern("images/{experiment}/Plate{plate}/{well}_s{site}_w{channel}.png"));

    /** As WILDS publishes it: one colour image a site, which holds the first three stains. */
    public static final Screen WILDS = screen(
            STAINS.subList(0, 3), new ImagePattern("images/{experiment}/Plate{plate}/{well}_s{site}.png", true, false));

    private Rxrx1() {}

    private static Screen screen(List<Channel> channels, ImagePattern pattern) {
        return new Screen(
                NAME,
                List.of(new CellType("HEPG2"), new CellType("HUVEC"), new CellType("RPE"), new CellType("U2OS")),
                new Imaging(channels, 2, 8, pattern),
                new PlateDesign(16, 24, 1),
                new MetadataColumns("sirna", "well_type", "negative_control", "positive_control"));
    }
}
