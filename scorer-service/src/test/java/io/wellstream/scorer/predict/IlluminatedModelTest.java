package io.wellstream.scorer.predict;

import static io.wellstream.scorer.ScreenFixture.SCREEN;
import static io.wellstream.scorer.ScreenFixture.SIDE;
import static io.wellstream.scorer.ScreenFixture.card;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import io.wellstream.imaging.illumination.Illumination;
import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.imaging.pixels.SiteObject;
import io.wellstream.imaging.screen.Depth;
import io.wellstream.imaging.screen.PlateId;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.IngestedImage;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.proto.v1.MaskedChannel;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.PredictRequest;
import io.wellstream.proto.v1.SitePlanes;
import io.wellstream.proto.v1.WellImages;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.proto.v1.WellPrediction;
import io.wellstream.scorer.ScreenFixture;
import io.wellstream.scorer.TestPng;
import io.wellstream.scorer.call.Call;
import io.wellstream.scorer.call.ScorerException;
import io.wellstream.wire.illumination.PlateCorrection;
import io.wellstream.wire.illumination.PlateCorrections;
import io.wellstream.wire.illumination.PlateSites;
import io.wellstream.wire.keys.MessageKeys;
import io.wellstream.wire.keys.ObjectKeys;
import io.wellstream.wire.keys.Sha256;
import io.wellstream.wire.keys.WellKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A model that corrects the illumination of plates, which are darker on the right, and sites that lack a channel. */
class IlluminatedModelTest {
    private static final WellId B03 = WellId.of("HUVEC-01", 1, "B03");
    private static final PlateId PLATE = B03.plate();
    private static final float[][] WEIGHTS = {{8, 0}, {0, 0}};
    private static final float BIAS = -2;

    private final ScreenFixture screen = new ScreenFixture();
    private final List<WellIngested> wells = new ArrayList<>();
    private Depth depth = Depth.EIGHT; // of the sites and the model

    @AfterEach
    void close() {
        screen.close();
    }

    @ParameterizedTest
    @EnumSource
    void aPlateWithoutACorrectionGetsOneAndTheModelSeesCorrectedPixels(Depth ofSites) throws Exception {
        depth = ofSites;
        plate(16);
        serve(illuminated("unit"));
        PlateSites sites = PlateSites.of(SCREEN, PLATE, wells);
        assertThat(screen.store.read(sites.key())).isEmpty();

        float probability = probability(B03);

        PlateCorrection correction =
                PlateCorrections.in(screen.store).find(sites).orElseThrow();
        assertThat(probability).isCloseTo(expected(mean(correction, B03) / depth.most()), within(1e-4f));
        assertThat(probability).isNotCloseTo(expected(rawMean(B03) / depth.most()), within(1e-2f));
        assertThat(probability(B03)).as("from memory").isEqualTo(probability);
    }

    @ParameterizedTest
    @EnumSource
    void statisticsOfThePlateAreThoseAfterTheCorrection(Depth ofSites) throws Exception {
        depth = ofSites;
        plate(16);
        serve(illuminated("plate"));

        float probability = probability(B03);

        PlateCorrection correction = PlateCorrections.in(screen.store)
                .find(PlateSites.of(SCREEN, PLATE, wells))
                .orElseThrow();
        double mean = correction.statistics().values().stream()
                .mapToDouble(site -> site.mean()[0])
                .average()
                .orElseThrow();
        double square = correction.statistics().values().stream()
                .mapToDouble(site -> Math.pow(site.sd()[0], 2) + Math.pow(site.mean()[0], 2))
                .average()
                .orElseThrow();
        double sd = Math.max(0.5, Math.sqrt(square - mean * mean));
        assertThat(probability).isCloseTo(expected((mean(correction, B03) - mean) / sd), within(1e-3f));
    }

    @Test
    void aPlateOfTooFewSitesIsRefusedInWords() {
        plate(2);
        serve(illuminated("unit"));

        assertThatThrownBy(() -> probability(B03))
                .isInstanceOf(ScorerException.StatisticsUnknown.class)
                .hasMessage("the model corrects illumination by plate: the illumination of plate HUVEC-01/1 of data set"
                        + " screen cannot be corrected: 8 sites; expected 64 or more; ingest the rest of the plate, or use"
                        + " a model that was trained without illumination");
    }

    @Test
    void imagesInARequestAreRefusedInWords() {
        serve(illuminated("unit"));
        PredictRequest request = PredictRequest.newBuilder()
                .setDataset(SCREEN.name())
                .addImages(WellImages.newBuilder()
                        .setCellType("HUVEC")
                        .addSites(SitePlanes.newBuilder()
                                .addChannels(TestPng.grey(SIDE, 1))
                                .addChannels(TestPng.grey(SIDE, 2))))
                .build();

        assertThatThrownBy(() -> screen.scorer.predict(request, Call.unlimited()))
                .isInstanceOf(ScorerException.StatisticsUnknown.class)
                .hasMessageContaining("ingest the plate and name its wells");
    }

    @Test
    void aKindOfCorrectionThatIsNotKnownIsRefused() {
        plate(16);
        ModelCard.Builder card = illuminated("unit");
        card.getInputBuilder().setIllumination("well");
        serve(card);

        assertThatThrownBy(() -> probability(B03))
                .hasMessageContaining("illumination 'well'; this scorer knows 'plate'");
    }

    @Test
    void aMaskedChannelIsZero() {
        ModelCard.Builder card = card("HUVEC", "a", "b");
        screen.testWell(WellId.of("HUVEC-01", 1, "B04"), new int[] {100, 100}, new int[] {200, 200});
        card.getInputBuilder().setNormalization("plate"); // by which a black plane would not become zeros
        serve(card);
        well(B03, List.of(0));

        assertThat(probability(B03)).isCloseTo(expected(0), within(1e-4f));
    }

    @Test
    void theOtherChannelsAreScaledIfTheRunDropsChannels() {
        ModelCard.Builder card = card("HUVEC", "a", "b");
        card.getSpecificationBuilder().setChannelDropout(0.2);
        serve(card);
        well(B03, List.of(1));

        assertThat(probability(B03)).isCloseTo(expected(Math.sqrt(2) * rawMean(B03) / 255), within(1e-4f));
    }

    private ModelCard.Builder illuminated(String normalization) {
        ModelCard.Builder card = card("HUVEC", "a", "b");
        card.getInputBuilder()
                .setIllumination("plate")
                .setKernelVersion(Illumination.kernelVersion(depth))
                .setNormalization(normalization);
        return card;
    }

    private void serve(ModelCard.Builder card) {
        screen.serve(screen.publish("model", card, WEIGHTS, BIAS, 0));
    }

    private float probability(WellId well) {
        PredictRequest request = PredictRequest.newBuilder()
                .setDataset(SCREEN.name())
                .addWells(WellKeys.of(well))
                .setAllProbabilities(true)
                .build();
        WellPrediction prediction =
                screen.scorer.predict(request, Call.unlimited()).getPredictions(0);
        return prediction.getProbabilities(0);
    }

    /** The probability of "a" where the first channel has this mean after normalisation. */
    private static float expected(double mean) {
        return (float) (1 / (1 + Math.exp(-(WEIGHTS[0][0] * mean + BIAS))));
    }

    private static double mean(PlateCorrection correction, WellId well) {
        return IntStream.rangeClosed(1, 4)
                .mapToObj(site -> correction.statistics(new SiteId(well, site)))
                .mapToDouble(statistics -> statistics.mean()[0])
                .average()
                .orElseThrow();
    }

    private double rawMean(WellId well) {
        return IntStream.rangeClosed(1, 4)
                .mapToDouble(site -> image(new SiteId(well, site), List.of())
                        .plane(0)
                        .statistics()
                        .mean())
                .average()
                .orElseThrow();
    }

    /** Wells of four sites. */
    private void plate(int count) {
        for (int i = 0; i < count; i++) {
            wells.add(well(WellId.of("HUVEC-01", 1, "B%02d".formatted(i + 3)), List.of()));
        }
    }

    private WellIngested well(WellId id, List<Integer> masked) {
        WellIngested.Builder well = WellIngested.newBuilder()
                .setDataset(SCREEN.name())
                .setWell(WellKeys.of(id))
                .setCellType("HUVEC");
        for (int number = 1; number <= 4; number++) {
            well.addSites(site(new SiteId(id, number), masked));
        }
        screen.wells.put(MessageKeys.well(SCREEN, id), well.build());
        return well.build();
    }

    private IngestedSite site(SiteId id, List<Integer> masked) {
        SiteImage image = image(id, masked);
        byte[] object = SiteObject.encode(image);
        screen.store.delete(List.of(ObjectKeys.site(SCREEN, id, depth)));
        screen.store.putIfAbsent(ObjectKeys.site(SCREEN, id, depth), object);
        IngestedSite.Builder site = IngestedSite.newBuilder()
                .setSite(id.number())
                .setSize(object.length)
                .setSixteenBits(depth.isSixteen())
                .setSha256(ByteString.copyFrom(Sha256.of(object)));
        for (Plane plane : image.planes()) {
            site.addImages(IngestedImage.newBuilder()
                    .setMean(plane.statistics().mean())
                    .setSd(plane.statistics().sd()));
        }
        masked.forEach(channel -> site.addMasked(MaskedChannel.newBuilder().setIndex(channel)));
        return site.build();
    }

    /** Brighter for each site and column of the plate; the light falls off towards the right, the faster the further. */
    private SiteImage image(SiteId id, List<Integer> masked) {
        List<Plane> planes = new ArrayList<>();
        for (int channel = 0; channel < ScreenFixture.CHANNELS; channel++) {
            byte[] pixels = new byte[SIDE * SIDE];
            short[] levels = new short[SIDE * SIDE];
            for (int i = 0; i < pixels.length && !masked.contains(channel); i++) {
                double x = (i % SIDE + 0.5) / SIDE;
                double grey = 100 + 4 * id.number() + 2 * id.well().position().column();
                pixels[i] = (byte) Math.round(grey * (1 - 0.75 * x * x));
                levels[i] = (short) Math.round(200 * grey * (1 - 0.75 * x * x));
            }
            planes.add(depth.isSixteen() ? new Plane(SIDE, SIDE, levels) : new Plane(SIDE, SIDE, pixels));
        }
        return new SiteImage(planes);
    }
}
