package io.wellstream.trainer.engine.dl4j;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wellstream.imaging.augment.AugmentationPolicy;
import io.wellstream.imaging.augment.Augmenter;
import io.wellstream.imaging.batch.Batch;
import io.wellstream.imaging.normalize.Normalization;
import io.wellstream.imaging.pixels.BadImageException;
import io.wellstream.imaging.pixels.PixelStatistics;
import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.PngDecoder;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.trainer.network.NetworkSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sites of RxRx1 from the reference data outside the repository, if it is there. */
final class RealSites {
    private static final List<String> SITES =
            List.of("unknown-site/w", "HEPG2-08_mixed-sites/HEPG2-08_1_B02_w", "HEPG2-08_mixed-sites/HEPG2-08_2_B02_w");

    private static final long NO_CHANCE = 0; // this policy draws no random numbers

    private RealSites() {}

    /** Three sites at the network's size, each channel standardised; skips the test if the data is missing. */
    static Batch batch(NetworkSpec spec) throws IOException, BadImageException {
        Optional<Path> images = images();
        assumeTrue(images.isPresent(), "skipped: no reference data in ../shared/data/rxrx1 or RXRX1_REFERENCE_DIR");
        List<Batch.Sample> samples = new ArrayList<>();
        for (String site : SITES) {
            samples.add(sample(images.orElseThrow(), site, spec, samples.size()));
        }
        return Batch.of(samples);
    }

    private static Batch.Sample sample(Path images, String site, NetworkSpec spec, int label)
            throws IOException, BadImageException {
        List<Plane> planes = new ArrayList<>();
        float[] scale = new float[spec.channels()];
        float[] offset = new float[spec.channels()];
        for (int c = 0; c < spec.channels(); c++) {
            Plane plane = PngDecoder.decode(Files.readAllBytes(images.resolve(site + (c + 1) + ".png")));
            PixelStatistics statistics = plane.statistics();
            scale[c] = 1 / statistics.sd();
            offset[c] = -statistics.mean() / statistics.sd();
            planes.add(plane);
        }
        SiteImage resized = Augmenter.apply(
                new SiteImage(planes),
                AugmentationPolicy.NONE.draw(NO_CHANCE, spec.side(), spec.channels()),
                spec.side());
        return new Batch.Sample(resized, new Normalization.Sample(scale, offset), label);
    }

    private static Optional<Path> images() {
        String named = System.getenv("RXRX1_REFERENCE_DIR");
        if (named != null) {
            return Optional.of(Path.of(named, "images")).filter(Files::isDirectory);
        }
        for (Path up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
            Path folder = up.resolve("shared/data/rxrx1/images");
            if (Files.isDirectory(folder)) {
                return Optional.of(folder);
            }
        }
        return Optional.empty();
    }
}
