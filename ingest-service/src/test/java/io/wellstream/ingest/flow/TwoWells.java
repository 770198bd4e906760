package io.wellstream.ingest.flow;

import io.wellstream.imaging.screen.SiteId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.ingest.pixels.tiff.TiffWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A screen of wells B02 and B03 with a site each, whose images and screen.yaml a test writes. */
record TwoWells(Path folder) {
    static final List<String> WELLS = List.of("B02", "B03");

    /** In a folder with the table of wells. */
    static TwoWells in(Path folder) throws IOException {
        Files.writeString(folder.resolve("map.csv"), "plate,well,label\nP1,B02,DMSO\nP1,B03,taxol\n");
        return new TwoWells(folder);
    }

    static SiteId site(String well) {
        return new SiteId(WellId.parse("e1/P1/" + well), 1);
    }

    /**
     * Writes screen.yaml.
     *
     * @param images the pattern of their names
     * @param more a line, or nothing
     */
    void describe(String images, String more, String channels) throws IOException {
        Files.writeString(yaml(), """
                name: deep
                images: "%s"
                %s
                channels: [%s]
                sites: 1
                table:
                  file: map.csv
                  columns: {plate: plate, well: well, label: label}
                  constants: {experiment: e1, cell-type: A549}
                  controls: {negative: [DMSO]}
                """.formatted(images, more, channels));
    }

    Path yaml() {
        return folder.resolve("screen.yaml");
    }

    /** The file of a well's image. */
    Path image(String well, int channel) {
        return folder.resolve(well + "_w" + channel + ".tif");
    }

    /** Writes the square image of a well as a 16-bit TIFF. */
    void write(String well, int channel, int[] levels) throws IOException {
        int side = (int) Math.sqrt(levels.length);
        Files.write(image(well, channel), TiffWriter.plain(side, side, levels));
    }
}
