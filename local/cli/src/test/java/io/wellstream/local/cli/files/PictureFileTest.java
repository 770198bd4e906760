package io.wellstream.local.cli.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureFileTest {
    private static final BufferedImage PICTURE = new BufferedImage(8, 4, BufferedImage.TYPE_INT_RGB);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void theEndingOfTheNameDecidesTheFormat() throws IOException {
        assertThat(written("a.png")).startsWith(0x89, 'P', 'N', 'G');
        assertThat(written("a.jpg")).startsWith(0xff, 0xd8, 0xff);
        assertThat(written("a.JPEG")).startsWith(0xff, 0xd8, 0xff);
    }

    private byte[] written(String name) throws IOException {
        Path file = folder.resolve(name);
        PictureFile.of(file).write(PICTURE);
        assertThat(ImageIO.read(file.toFile()).getWidth()).isEqualTo(PICTURE.getWidth());
        return Files.readAllBytes(file);
    }
}
