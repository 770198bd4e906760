package io.wellstream.local.cli.files;

import io.wellstream.imaging.render.PngFile;
import io.wellstream.local.cli.terminal.UserError;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;

/** A picture's file, PNG or JPEG as the ending of its name says. */
public final class PictureFile {
    private final Path path;
    private final boolean jpeg;

    private PictureFile(Path path, boolean jpeg) {
        this.path = path;
        this.jpeg = jpeg;
    }

    /** Throws a {@link UserError} unless a picture can be written there. */
    public static PictureFile of(Path path) {
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        boolean jpeg = name.endsWith(".jpg") || name.endsWith(".jpeg");
        if (!jpeg && !name.endsWith(".png")) {
            throw new UserError(
                    "cannot write a picture to " + path + "; expected a name that ends in .png, .jpg or .jpeg");
        }
        WholeFiles.requirePlace(path);
        return new PictureFile(path, jpeg);
    }

    /** Replaces the file if it exists. */
    public void write(BufferedImage picture) {
        new WholeFiles(true).write(Map.of(path, jpeg ? jpeg(picture) : PngFile.encode(picture)));
    }

    private static byte[] jpeg(BufferedImage picture) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(picture, "jpeg", bytes)) {
                throw new IllegalStateException("this Java runtime cannot encode the picture as JPEG");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return bytes.toByteArray();
    }
}
