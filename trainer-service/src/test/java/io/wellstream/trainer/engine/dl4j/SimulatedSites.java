package io.wellstream.trainer.engine.dl4j;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.simulator.FieldPlan;
import io.wellstream.simulator.SimulatedScreen;
import io.wellstream.simulator.SimulatedWell;
import io.wellstream.simulator.SimulationSpec;
import io.wellstream.trainer.network.NetworkSpec;
import java.util.List;

/** Sites of one experiment of a simulated screen, and the same sites under other illumination. */
final class SimulatedSites {
    private static final float[] GAIN = {1.4f, 0.7f, 1.2f, 0.8f, 1.3f, 0.75f}; // [channel]
    private static final float[] GLOW = {0.6f, -0.4f, 0.5f, 0.3f, -0.5f, 0.4f}; // [channel], in standard deviations

    private SimulatedSites() {}

    /** The first sites of the screen, each channel standardised over all of them. */
    static Batch batch(NetworkSpec spec, long seed, int samples) {
        SimulatedScreen screen =
                new SimulatedScreen(SimulationSpec.demo(seed).withFields(new FieldPlan(2, spec.side())));
        List<SimulatedWell> wells = screen.wells().stream().limit(samples / 2).toList();
        int area = spec.side() * spec.side();
        byte[] pixels = new byte[samples * spec.channels() * area];
        int[] labels = new int[samples];
        for (int s = 0; s < samples; s++) {
            byte[][] planes = screen.draw(new SiteId(wells.get(s / 2).id(), 1 + s % 2));
            for (int c = 0; c < spec.channels(); c++) {
                System.arraycopy(planes[c], 0, pixels, (s * spec.channels() + c) * area, area);
            }
            labels[s] = s / 2 % spec.classes();
        }
        float[] scale = new float[samples * spec.channels()];
        float[] offset = new float[scale.length];
        for (int c = 0; c < spec.channels(); c++) {
            standardise(pixels, spec.channels(), c, area, scale, offset);
        }
        return new Batch(spec.channels(), spec.side(), pixels, scale, offset, labels);
    }

    private static void standardise(byte[] pixels, int channels, int channel, int area, float[] scale, float[] offset) {
        double sum = 0;
        double square = 0;
        long count = (long) scale.length / channels * area;
        for (int plane = channel; plane < scale.length; plane += channels) {
            for (int i = plane * area; i < (plane + 1) * area; i++) {
                int grey = pixels[i] & 0xff;
                sum += grey;
                square += (double) grey * grey;
            }
        }
        double mean = sum / count;
        double sd = Math.sqrt(square / count - mean * mean);
        for (int plane = channel; plane < scale.length; plane += channels) {
            scale[plane] = (float) (1 / sd);
            offset[plane] = (float) (-mean / sd);
        }
    }

    /** The same sites with another gain and background in each channel. */
    static Batch underOtherIllumination(Batch sites) {
        float[] scale = sites.scale().clone();
        float[] offset = sites.offset().clone();
        for (int i = 0; i < scale.length; i++) {
            int channel = i % sites.channels();
            scale[i] *= GAIN[channel];
            offset[i] = offset[i] * GAIN[channel] + GLOW[channel];
        }
        return new Batch(sites.channels(), sites.side(), sites.pixels(), scale, offset, sites.labels());
    }
}
