package io.wellstream.imaging.screen;

import java.util.HashSet;
import java.util.List;

/** The description of a screen: its cell types, images, plates and metadata. */
public record Screen(
        String name, List<CellType> cellTypes, Imaging imaging, PlateDesign plates, MetadataColumns columns) {
    public Screen {
        cellTypes = List.copyOf(cellTypes);
        if (name.isBlank()) {
            throw new IllegalArgumentException("a screen without a name");
        }
        if (cellTypes.isEmpty() || new HashSet<>(cellTypes).size() != cellTypes.size()) {
            throw new IllegalArgumentException("cell types " + cellTypes + "; expected one or more, each once");
        }
    }

    /** Recursion's RxRx1 as its competition published it in 2019; see {@link Rxrx1} for the other forms. */
    public static Screen rxrx1() {
        return Rxrx1.COMPETITION;
    }

    public List<Channel> channels() {
        return imaging.channels();
    }

    public int sites() {
        return imaging.sites();
    }
}
