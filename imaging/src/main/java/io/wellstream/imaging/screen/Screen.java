package io.wellstream.imaging.screen;

import java.util.HashSet;
import java.util.List;

/** The description of a screen: its cell types, images, plates and metadata. */
public record Screen(
        String name, List<CellType> cellTypes, Imaging imaging, PlateDesign plates, MetadataColumns columns) {
    private static final Screen RXRX1 = builtIn();

    public Screen {
        cellTypes = List.copyOf(cellTypes);
        if (name.isBlank()) {
            throw new IllegalArgumentException("a screen without a name");
        }
        if (cellTypes.isEmpty() || new HashSet<>(cellTypes).size() != cellTypes.size()) {
            throw new IllegalArgumentException("cell types " + cellTypes + "; expected one or more, each once");
        }
    }

    /** Recursion's RxRx1 as published: six stains, two sites, 384-well plates, a treatment once per experiment. */
    public static Screen rxrx1() {
        return RXRX1;
    }

    public List<Channel> channels() {
        return imaging.channels();
    }

    public int sites() {
        return imaging.sites();
    }

    private static Screen builtIn() {
        List<Channel> channels = List.of(
                new Channel(1, "nuclei (Hoechst 33342)", 1),
                new Channel(2, "endoplasmic reticulum (concanavalin A)", 1),
                new Channel(3, "actin (phalloidin)", 1),
                new Channel(4, "nucleoli and cytoplasmic RNA (SYTO 14)", 1),
                new Channel(5, "mitochondria (MitoTracker Deep Red)", 1),
                new Channel(6, "Golgi and plasma membrane (wheat germ agglutinin)", 1));
        ImagePattern pattern = new ImagePattern("{subset}/{experiment}/Plate{plate}/{well}_s{site}_w{channel}.png");
        return new Screen(
                "rxrx1",
                List.of(new CellType("HEPG2"), new CellType("HUVEC"), new CellType("RPE"), new CellType("U2OS")),
                new Imaging(channels, 2, 8, pattern),
                new PlateDesign(16, 24, 1),
                new MetadataColumns("sirna", "well_type", "negative_control", "positive_control"));
    }
}
