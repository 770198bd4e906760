package io.wellstream.trainer.mixing;

import io.wellstream.imaging.batch.Batch;
import java.util.Arrays;

/**
 * A batch whose samples are mixed as they are converted to floats, after each one's normalisation. The first samples have labels; those
 * after them are neither mixed nor learned, and only enter the statistics of batch norms. Engines that convert on their
 * own device give the same floats, bit for bit. Only one thread may use it.
 */
public final class MixedBatch {
    private final Batch batch;
    private final Mixing mixing;
    private final int labelled;
    private final int[] cellTypes; // [sample]; empty if they are not known
    private final float[] partner; // one plane, [y, x]

    private MixedBatch(Batch batch, Mixing mixing, int labelled, int[] cellTypes) {
        this.batch = batch;
        this.mixing = mixing;
        this.labelled = labelled;
        this.cellTypes = cellTypes;
        this.partner = new float[mixing instanceof Mixing.None ? 0 : batch.side() * batch.side()];
    }

    /** @throws IllegalArgumentException if the choice is for a batch of another size */
    public static MixedBatch of(Batch batch, Mixing mixing) {
        return of(batch, mixing, batch.samples());
    }

    /**
     * A batch of which only the first samples have labels.
     *
     * @param mixing of the labelled samples with one another
     * @param labelled how many they are; at least 1
     * @throws IllegalArgumentException if the choice is for another number of samples, or another sample has a label
     */
    public static MixedBatch of(Batch batch, Mixing mixing, int labelled) {
        if (labelled < 1 || labelled > batch.samples()) {
            throw new IllegalArgumentException(
                    labelled + " labelled samples of " + batch.samples() + "; expected 1 to as many");
        }
        for (int s = labelled; s < batch.samples(); s++) {
            if (batch.labels()[s] != Batch.NO_LABEL) {
                throw new IllegalArgumentException("sample " + s + " has label " + batch.labels()[s]
                        + "; expected none after " + labelled + " labelled samples");
            }
        }
        switch (mixing) {
            case Mixing.None _ -> {}
            case Mixing.Cut cut -> {
                check(labelled, cut.partners().size());
                Mixing.Box box = cut.box();
                if (box.top() + box.height() > batch.side() || box.left() + box.width() > batch.side()) {
                    throw new IllegalArgumentException(box + " in images of side " + batch.side());
                }
            }
            case Mixing.Blend blend -> check(labelled, blend.partners().size());
        }
        return new MixedBatch(batch, mixing, labelled, new int[0]);
    }

    public static MixedBatch unmixed(Batch batch) {
        return of(batch, Mixing.NONE);
    }

    /** The same with the cell type of each sample, as its place among the cell types of a network. */
    public MixedBatch ofCellTypes(int... places) {
        if (places.length != batch.samples()) {
            throw new IllegalArgumentException(
                    places.length + " cell types for a batch of " + batch.samples() + " samples; expected as many");
        }
        return new MixedBatch(batch, mixing, labelled, places.clone());
    }

    private static void check(int samples, int partners) {
        if (partners != samples) {
            throw new IllegalArgumentException(
                    partners + " partners for a batch of " + samples + " samples; expected as many");
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

    /** How many samples have labels: the first ones. */
    public int labelled() {
        return labelled;
    }

    public int channels() {
        return batch.channels();
    }

    public int side() {
        return batch.side();
    }

    /** The labels of the labelled samples, mixed. */
    public MixedLabels labels() {
        int[] labels = labelled == batch.samples() ? batch.labels() : Arrays.copyOf(batch.labels(), labelled);
        return switch (mixing) {
            case Mixing.None _ -> MixedLabels.of(labels);
            case Mixing.Cut cut -> MixedLabels.of(labels, cut.partners(), own());
            case Mixing.Blend blend -> MixedLabels.of(labels, blend.partners(), own());
        };
    }

    /** The share of each mixed sample that is of itself. */
    private double own() {
        return switch (mixing) {
            case Mixing.None _ -> 1;
            case Mixing.Cut cut -> {
                double area = (double) batch.side() * batch.side();
                yield 1 - cut.box().height() * cut.box().width() / area;
            }
            case Mixing.Blend blend -> blend.weight();
        };
    }

    /**
     * The cell types as vectors, [sample, type], mixed as the pixels are.
     *
     * @param types how many there are
     * @throws IllegalArgumentException if they are not known
     */
    public float[] cellTypes(int types) {
        if (cellTypes.length == 0) {
            throw new IllegalArgumentException(
                    "the cell types of the samples are not given, and the network reads them");
        }
        float[] vectors = new float[cellTypes.length * types];
        double own = own();
        for (int s = 0; s < cellTypes.length; s++) {
            vectors[s * types + cellTypes[s]] += (float) own;
            vectors[s * types + cellTypes[partner(s)]] += (float) (1 - own);
        }
        return vectors;
    }

    private int partner(int sample) {
        if (sample >= labelled) {
            return sample;
        }
        return switch (mixing) {
            case Mixing.None _ -> sample;
            case Mixing.Cut cut -> cut.partners().get(sample);
            case Mixing.Blend blend -> blend.partners().get(sample);
        };
    }

    /** Writes one channel of one sample, [y, x], from the beginning of {@code out}. */
    public void toFloats(int sample, int channel, float[] out) {
        batch.toFloats(sample, channel, out);
        if (sample >= labelled) {
            return;
        }
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
