package io.wellstream.trainer.mixing;

import io.wellstream.imaging.batch.Batch;

/**
 * A batch whose samples are mixed as they are converted to floats, after each one's normalisation. Engines that convert on their
 * own device give the same floats, bit for bit. Only one thread may use it.
 */
public final class MixedBatch {
    private final Batch batch;
    private final Mixing mixing;
    private final float[] partner; // one plane, [y, x]

    private MixedBatch(Batch batch, Mixing mixing) {
        this.batch = batch;
        this.mixing = mixing;
        this.partner = new float[mixing instanceof Mixing.None ? 0 : batch.side() * batch.side()];
    }

    /** @throws IllegalArgumentException if the choice is for a batch of another size */
    public static MixedBatch of(Batch batch, Mixing mixing) {
        switch (mixing) {
            case Mixing.None _ -> {}
            case Mixing.Cut cut -> {
                check(batch, cut.partners().size());
                Mixing.Box box = cut.box();
                if (box.top() + box.height() > batch.side() || box.left() + box.width() > batch.side()) {
                    throw new IllegalArgumentException(box + " in images of side " + batch.side());
                }
            }
            case Mixing.Blend blend -> check(batch, blend.partners().size());
        }
        return new MixedBatch(batch, mixing);
    }

    public static MixedBatch unmixed(Batch batch) {
        return of(batch, Mixing.NONE);
    }

    private static void check(Batch batch, int partners) {
        if (partners != batch.samples()) {
            throw new IllegalArgumentException(
                    partners + " partners for a batch of " + batch.samples() + " samples; expected as many");
        }
    }

    /** The samples before they are mixed. */
    public Batch batch() {
        return batch;
    }

    public Mixing mixing() {
        return mixing;
    }

    public int samples() {
        return batch.samples();
    }

    public int channels() {
        return batch.channels();
    }

    public int side() {
        return batch.side();
    }

    /** The labels of the mixed samples. */
    public MixedLabels labels() {
        return switch (mixing) {
            case Mixing.None _ -> MixedLabels.of(batch.labels());
            case Mixing.Cut cut -> {
                double area = (double) batch.side() * batch.side();
                yield MixedLabels.of(
                        batch.labels(),
                        cut.partners(),
                        1 - cut.box().height() * cut.box().width() / area);
            }
            case Mixing.Blend blend -> MixedLabels.of(batch.labels(), blend.partners(), blend.weight());
        };
    }

    /** Writes one channel of one sample, [y, x], from the beginning of {@code out}. */
    public void toFloats(int sample, int channel, float[] out) {
        batch.toFloats(sample, channel, out);
        switch (mixing) {
            case Mixing.None _ -> {}
            case Mixing.Cut cut -> {
                batch.toFloats(cut.partners().get(sample), channel, partner);
                Mixing.Box box = cut.box();
                for (int y = box.top(); y < box.top() + box.height(); y++) {
                    int from = y * batch.side() + box.left();
                    System.arraycopy(partner, from, out, from, box.width());
                }
            }
            case Mixing.Blend blend -> {
                batch.toFloats(blend.partners().get(sample), channel, partner);
                float weight = (float) blend.weight();
                for (int i = 0; i < partner.length; i++) {
                    out[i] = weight * out[i] + (1 - weight) * partner[i];
                }
            }
        }
    }
}
