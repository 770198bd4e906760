package io.wellstream.ingest.flow;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/** A screen of a few wells in RxRx1's layout, in a folder whose files a test can damage. */
public final class SmallScreen {
    static final int SIDE = 32;

    private final Path folder;
    private final List<String> train = new ArrayList<>();
    private final List<String> test = new ArrayList<>();

    private SmallScreen(Path folder) {
        this.folder = folder;
    }

    /** Six wells of HUVEC-01, plate 1, from B03 on, and two test wells of HUVEC-02, with all their images. */
    public static SmallScreen write(Path folder) {
        SmallScreen screen = new SmallScreen(folder);
        for (int column = 3; column <= 8; column++) {
            screen.addTrain("HUVEC-01", 1, "B0" + column, column);
        }
        screen.addTest("HUVEC-02", 1, "B03");
        screen.addTest("HUVEC-02", 1, "B04");
        return screen;
    }

    void addTrain(String experiment, int plate, String well, int label) {
        addTrain(experiment, plate, well, String.valueOf(label));
    }

    /** @param label as in the file, quoted if necessary */
    void addTrain(String experiment, int plate, String well, String label) {
        train.add(experiment + "_" + plate + "_" + well + "," + experiment + "," + plate + "," + well + "," + label);
        images("train", experiment, plate, well);
        metadata();
    }

    void addTest(String experiment, int plate, String well) {
        test.add(experiment + "_" + plate + "_" + well + "," + experiment + "," + plate + "," + well);
        images("test", experiment, plate, well);
        metadata();
    }

    Path folder() {
        return folder;
    }

    /** The path of an image of HUVEC-01, plate 1, within the folder. */
    public static String image(String well, int site, int channel) {
        return "train/HUVEC-01/Plate1/" + well + "_s" + site + "_w" + channel + ".png";
    }

    Path file(String image) {
        return folder.resolve(image);
    }

    public byte[] bytes(String image) {
        try {
            return Files.readAllBytes(file(image));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void replace(String image, byte[] bytes) {
        try {
            Files.createDirectories(file(image).getParent());
            Files.write(file(image), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void delete(String image) {
        try {
            Files.delete(file(image));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Appends a line to the training table. */
    void appendToTrain(String row) {
        train.add(row);
        metadata();
    }

    private void metadata() {
        write("train.csv", "id_code,experiment,plate,well,sirna", train);
        write("test.csv", "id_code,experiment,plate,well", test);
    }

    private void write(String name, String header, List<String> rows) {
        try {
            Files.writeString(folder.resolve(name), header + "\n" + String.join("\n", rows) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void images(String subset, String experiment, int plate, String well) {
        for (int site = 1; site <= 2; site++) {
            Random random = new Random((experiment + plate + well + site).hashCode());
            int[] cells = random.ints(SIDE * SIDE, 0, 100).toArray();
            for (int channel = 1; channel <= 6; channel++) {
                String path = subset + "/" + experiment + "/Plate" + plate + "/" + well + "_s" + site + "_w" + channel
                        + ".png";
                replace(path, png(cells, channel));
            }
        }
    }

    private static byte[] png(int[] cells, int channel) {
        byte[] grey = new byte[cells.length];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = (byte) (cells[i] + 10 * channel);
        }
        return png(SIDE, BufferedImage.TYPE_BYTE_GRAY, grey);
    }

    /** A square grey PNG in which every pixel is the same. */
    static byte[] flatPng(int side) {
        return png(side, BufferedImage.TYPE_BYTE_GRAY, new byte[side * side]);
    }

    /** A black PNG of an image type, e.g. one with 16-bit grey levels. */
    static byte[] otherPng(int type) {
        return encode(new BufferedImage(SIDE, SIDE, type));
    }

    /** An RGB PNG with one pixel that is not grey. */
    static byte[] colouredPng() {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        image.setRGB(3, 4, 9);
        return encode(image);
    }

    private static byte[] png(int side, int type, byte[] grey) {
        BufferedImage image = new BufferedImage(side, side, type);
        System.arraycopy(grey, 0, ((DataBufferByte) image.getRaster().getDataBuffer()).getData(), 0, grey.length);
        return encode(image);
    }

    private static byte[] encode(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
