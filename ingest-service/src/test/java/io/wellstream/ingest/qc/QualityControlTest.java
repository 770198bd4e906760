package io.wellstream.ingest.qc;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.imaging.pixels.BadImageException;
import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.PngDecoder;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.ingest.source.MetadataRow;
import io.wellstream.ingest.source.ReferenceData;
import io.wellstream.ingest.source.ScreenSource;
import io.wellstream.ingest.source.SourceLimits;
import io.wellstream.ingest.source.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QualityControlTest {
    @Test
    void theChannelsOfARealSiteBelongTogether() throws IOException, BadImageException {
        Coherence coherence = Coherence.of(site("unknown-site/w"));

        assertThat(coherence.weakestLink()).isGreaterThan(0.5f);
        assertThat(coherence.apart()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEPG2-08_mixed-sites/HEPG2-08_1_B02_w", "HEPG2-08_mixed-sites/HEPG2-08_2_B02_w"})
    void channelsThatARenameMixedAcrossSitesAreFound(String files) throws IOException, BadImageException {
        Coherence coherence = Coherence.of(site(files));

        assertThat(coherence.weakestLink()).isLessThan(0.15f);
        assertThat(coherence.apart()).containsExactly(4, 5); // channels 5 and 6
    }

    private static SiteImage site(String files) throws IOException, BadImageException {
        List<Plane> planes = new ArrayList<>();
        for (int channel = 1; channel <= 6; channel++) {
            Path file = ReferenceData.folder().resolve("images/" + files + channel + ".png");
            planes.add(PngDecoder.decode(Files.readAllBytes(file)));
        }
        return new SiteImage(planes);
    }

    @Test
    void theBrightExperimentsOfRxrx1AreFoundAndNoOther() throws IOException {
        Map<ExperimentId, double[]> means = new TreeMap<>();
        for (String line : lines("experiment_pixel_stats.csv")) {
            String[] fields = line.split(",", -1);
            means.computeIfAbsent(new ExperimentId(fields[0]), experiment -> new double[6])[
                            Integer.parseInt(fields[2]) - 1] =
                    Double.parseDouble(fields[3]);
        }

        Set<String> bright = new TreeSet<>();
        Set<String> dark = new TreeSet<>();
        Brightness.compare(means).forEach((experiment, findings) -> findings.stream()
                .filter(Brightness.Finding::isFar)
                .forEach(found -> (found.factor() > 1 ? bright : dark).add(experiment.name())));

        assertThat(bright).containsExactly("HEPG2-01", "HEPG2-02", "U2OS-04");
        assertThat(dark).containsExactly("RPE-08"); // its channel 5 is 3.6 times darker
    }

    @Test
    void theMissingWellsOfRxrx1AreFound() throws IOException {
        Path metadata = ReferenceData.folder().resolve("metadata-2019");
        List<WellId> described;
        try (ScreenSource screen = new Sources(List.of(Path.of("/")), SourceLimits.DEFAULT).open(metadata)) {
            described = screen.wells(1, 0).stream().map(MetadataRow::well).toList();
        }
        Set<String> expected = new TreeSet<>();
        for (String line : lines("missing_wells.csv")) {
            expected.add(line.replace(',', '/'));
        }

        Gaps gaps = new Gaps(described, new HashSet<>(described)::contains);

        Set<String> missing = new TreeSet<>();
        described.stream().map(WellId::plate).distinct().forEach(plate -> gaps.of(plate)
                .forEach(position -> missing.add(plate + "/" + position)));
        assertThat(missing).isEqualTo(expected);
        assertThat(described.stream().map(WellId::experiment).distinct().filter(experiment -> !gaps.onAllPlatesOf(
                                experiment)
                        .isEmpty()))
                .isNotEmpty();
    }

    private static List<String> lines(String file) throws IOException {
        List<String> lines = Files.readAllLines(ReferenceData.folder().resolve(file));
        return lines.subList(1, lines.size());
    }
}
