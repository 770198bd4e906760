package io.wellstream.local.cli.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.proto.v1.ConfusionCount;
import io.wellstream.proto.v1.KnownTruth;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfusionPictureTest {
    @Test
    void aRightAnswerIsGreenAWrongOneRedAndTheRarerOneIsPaler() {
        KnownTruth controls = KnownTruth.newBuilder()
                .setSet("controls")
                .addConfusion(count("1108", "1108", 3))
                .addConfusion(count("1108", "1109", 1))
                .build();

        BufferedImage picture = ConfusionPicture.draw("Controls", List.of(controls));

        Color right = new Color(picture.getRGB(150 + 10, 96 + 110 + 10));
        Color wrong = new Color(picture.getRGB(150 + 20 + 10, 96 + 110 + 10));
        assertThat(right.getGreen()).isGreaterThan(right.getRed());
        assertThat(wrong.getRed()).isGreaterThan(wrong.getGreen());
        assertThat(wrong.getGreen()).isGreaterThan(right.getRed()); // nearer to white
    }

    private static ConfusionCount count(String label, String predicted, int wells) {
        return ConfusionCount.newBuilder()
                .setLabel(label)
                .setPredicted(predicted)
                .setWells(wells)
                .build();
    }
}
