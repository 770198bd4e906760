package io.wellstream.local.cli.files;

import io.wellstream.imaging.render.PngFile;
import io.wellstream.local.cli.terminal.UserError;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;

/** A picture's file, PNG or JPEG as the ending of its name says. */
public final class PictureFile {
    private final WholeFiles files;
    private final Path path;
    private final boolean jpeg;

    private PictureFile(WholeFiles files, Path path, boolean jpeg) {
        this.files = files;
        this.path = path;
        this.jpeg = jpeg;
    }

    /** A file that is replaced if it exists. */
    public static PictureFile of(Path path) {
        return of(path, new WholeFiles(true));
    }

    /** Throws a {@link UserError} unless a picture can be written there. */
    public static PictureFile of(Path path, WholeFiles files) {
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        boolean jpeg = name.endsWith(".jpg") || name.endsWith(".jpeg");
        if (!jpeg && !name.endsWith(".png")) {
            throw new UserError(
                    "cannot write a picture to " + path + "; expected a name that ends in .png, .jpg or .jpeg");
        }
        files.require(List.of(path));
        return new PictureFile(files, path, jpeg);
    }

    public void write(BufferedImage picture) {
        files.write(Map.of(path, jpeg ? jpeg(picture) : PngFile.encode(picture)));
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
