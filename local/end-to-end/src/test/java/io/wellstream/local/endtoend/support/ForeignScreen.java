package io.wellstream.local.endtoend.support;

import io.wellstream.local.launcher.LocalConfig;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * A screen of parts of real 16-bit images: three plates, on each three wells of cells of one kind and five of another, two of which are
 * declared controls. Its TIFF files are compressed with LZW.
 */
public final class ForeignScreen {
    private static final String[] STAINS = {"1_%d_DAPI", "2_%d_GFP", "3_%d_RFP"};
    private static final int SIDE = 224;
    private static final int ACROSS = 5; // parts of an image

    private ForeignScreen() {}

    /** The real images, which are next to the project and never in it. */
    public static Optional<Path> images() {
        String named = System.getenv("FOREIGN_REFERENCE_DIR");
        if (named != null) {
            return Optional.of(Path.of(named, "nf1")).filter(Files::isDirectory);
        }
        for (Path up = LocalConfig.builtProject(); up != null; up = up.getParent()) {
            Path beside = up.resolve("shared/data/foreign/nf1");
            if (Files.isDirectory(beside)) {
                return Optional.of(beside);
            }
        }
        return Optional.empty();
    }

    /** Writes the screen without a screen.yaml. */
    public static void write(Path images, Path folder) throws IOException {
        StringBuilder table = new StringBuilder("batch,plate,well,gene,celltype\n");
        for (int plate = 1; plate <= 3; plate++) {
            Path place = Files.createDirectories(folder.resolve("P" + plate));
            for (int column = 2; column <= 9; column++) {
                boolean first = column <= 4;
                String well = "C%02d".formatted(column);
                String gene = first ? "knockout" : column <= 7 ? "wildtype" : "DMSO";
                table.append("week-%d,P%d,%s,%s,schwann\n".formatted(plate, plate, well, gene));
                for (int channel = 1; channel <= STAINS.length; channel++) {
                    String stain = STAINS[channel - 1].formatted(first ? 2 : 1);
                    Path image = images.resolve("D" + (first ? 6 : 7) + "_01_" + stain + "_001.tif");
                    int part = first ? 3 * (plate - 1) + column - 2 : 5 * (plate - 1) + column - 5;
                    write(part(image, part), place.resolve(well + "_s1_w" + channel + ".tif"));
                }
            }
        }
        Files.writeString(folder.resolve("wells.csv"), table);
    }

    private static BufferedImage part(Path image, int number) throws IOException {
        BufferedImage whole = Objects.requireNonNull(ImageIO.read(image.toFile()), image.toString());
        BufferedImage part = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_USHORT_GRAY);
        int[] levels = whole.getRaster()
                .getSamples(SIDE * (number % ACROSS), SIDE * (number / ACROSS), SIDE, SIDE, 0, (int[]) null);
        part.getRaster().setSamples(0, 0, SIDE, SIDE, 0, levels);
        return part;
    }

    private static void write(BufferedImage image, Path file) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
        ImageWriteParam how = writer.getDefaultWriteParam();
        how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        how.setCompressionType("LZW");
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), how);
        } finally {
            writer.dispose();
        }
    }
}
