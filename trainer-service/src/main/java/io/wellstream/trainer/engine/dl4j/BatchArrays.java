package io.wellstream.trainer.engine.dl4j;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.trainer.mixing.LabelProbabilities;
import io.wellstream.trainer.mixing.MixedBatch;
import io.wellstream.trainer.mixing.MixedLabels;
import io.wellstream.trainer.network.ControlHead;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.Node;
import io.wellstream.trainer.network.Op;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Converts batches to the input arrays of one network: the pixels, or the views of them that the network begins with. It
 * converts one plane at a time, directly into the arrays' memory outside the heap. Only one thread may use it.
 */
final class BatchArrays {
    private final NetworkSpec spec;
    private final List<Op.View> views;
    private final float[] plane;

    BatchArrays(NetworkSpec spec) {
        this.spec = spec;
        this.views = spec.nodes().stream()
                .map(Node::op)
                .flatMap(op -> op instanceof Op.View view ? Stream.of(view) : Stream.empty())
                .toList();
        this.plane = new float[spec.side() * spec.side()];
    }

    /** The inputs of a batch that is not mixed. */
    INDArray[] inputs(Batch batch) {
        return inputs(MixedBatch.unmixed(batch));
    }

    /** The network's inputs, in the order in which {@link GraphBuilder} declares them; the caller closes them. */
    INDArray[] inputs(MixedBatch batch) {
        if (batch.channels() != spec.channels() || batch.side() != spec.side()) {
            throw new IllegalArgumentException(
                    "the batch has " + batch.channels() + " channels and side " + batch.side() + "; network "
                            + spec.name() + " expects " + spec.channels() + " and " + spec.side());
        }
        Stream<INDArray> pixels = spec.readsPixels() ? Stream.of(pixels(batch)) : Stream.empty();
        return Stream.concat(pixels, views.stream().map(view -> view(view, batch)))
                .toArray(INDArray[]::new);
    }

    /** The labels of a batch that is not mixed. */
    INDArray labels(Batch batch, double smoothing) {
        return labels(MixedLabels.of(batch.labels()), smoothing);
    }

    /** The labels of a batch all samples of which have labels. */
    INDArray labels(MixedLabels labels, double smoothing) {
        return labels(labels, labels.samples(), smoothing);
    }

    /**
     * The probability of each class, [sample, class], smoothed; the caller closes them.
     *
     * @param samples of the batch; those without a label have no probabilities
     */
    INDArray labels(MixedLabels labels, int samples, double smoothing) {
        labels.check(spec.classes());
        ControlHead controls = spec.controls();
        if (controls != null) {
            LabelProbabilities heads =
                    new LabelProbabilities(spec.classes(), spec.answers(), controls.weight(), smoothing);
            float[] rows = Arrays.copyOf(heads.of(labels), samples * spec.classes());
            return Nd4j.create(rows, new long[] {samples, spec.classes()}, 'c');
        }
        float[] rows = new float[samples * spec.classes()];
        Arrays.fill(rows, 0, labels.samples() * spec.classes(), (float) (smoothing / spec.classes()));
        for (int s = 0; s < labels.samples(); s++) {
            rows[s * spec.classes() + labels.own()[s]] += (float) ((1 - smoothing) * labels.weight());
            rows[s * spec.classes() + labels.partners()[s]] += (float) ((1 - smoothing) * (1 - labels.weight()));
        }
        return Nd4j.create(rows, new long[] {samples, spec.classes()}, 'c');
    }

    /** 1 for each sample with a label, else 0: [sample, 1]; the caller closes them. */
    INDArray counted(MixedBatch batch) {
        float[] counted = new float[batch.samples()];
        Arrays.fill(counted, 0, batch.labelled(), 1);
        return Nd4j.create(counted, new long[] {batch.samples(), 1}, 'c');
    }

    private INDArray pixels(MixedBatch batch) {
        InputMemory to = new InputMemory(batch.samples(), batch.channels(), batch.side());
        for (int s = 0; s < batch.samples(); s++) {
            for (int c = 0; c < batch.channels(); c++) {
                batch.toFloats(s, c, plane);
                to.put(s, c, plane);
            }
        }
        return to.array();
    }

    private INDArray view(Op.View view, MixedBatch batch) {
        return switch (view) {
            case Op.ChannelOf pick -> channel(batch, pick.channel());
            case Op.CellType of ->
                Nd4j.create(batch.cellTypes(of.types()), new long[] {batch.samples(), of.types()}, 'c');
            case Op.SpaceToDepth fold -> folded(batch, fold.block());
            case Op.Composite composite -> composite(batch, composite.weights());
        };
    }

    private INDArray channel(MixedBatch batch, int channel) {
        InputMemory to = new InputMemory(batch.samples(), 1, batch.side());
        for (int s = 0; s < batch.samples(); s++) {
            batch.toFloats(s, channel, plane);
            to.put(s, 0, plane);
        }
        return to.array();
    }

    /** [sample, map, y, x]: sums of the channels. */
    private INDArray composite(MixedBatch batch, List<List<Double>> weights) {
        InputMemory to = new InputMemory(batch.samples(), weights.size(), batch.side());
        float[][] maps = new float[weights.size()][plane.length];
        for (int s = 0; s < batch.samples(); s++) {
            for (int c = 0; c < batch.channels(); c++) {
                batch.toFloats(s, c, plane);
                for (int m = 0; m < maps.length; m++) {
                    float weight = weights.get(m).get(c).floatValue();
                    for (int i = 0; i < plane.length; i++) {
                        maps[m][i] = (c == 0 ? 0 : maps[m][i]) + weight * plane[i];
                    }
                }
            }
            for (int m = 0; m < maps.length; m++) {
                to.put(s, m, maps[m]);
            }
        }
        return to.array();
    }

    /** [sample, (y in block, x in block, channel), y, x]. */
    private INDArray folded(MixedBatch batch, int block) {
        int small = batch.side() / block;
        float[] part = new float[small * small];
        InputMemory to = new InputMemory(batch.samples(), batch.channels() * block * block, small);
        for (int s = 0; s < batch.samples(); s++) {
            for (int c = 0; c < batch.channels(); c++) {
                batch.toFloats(s, c, plane);
                for (int i = 0; i < block * block; i++) {
                    everyNth(i / block, i % block, block, part);
                    to.put(s, i * batch.channels() + c, part);
                }
            }
        }
        return to.array();
    }

    /** Every {@code block}th pixel of the plane in both directions, from this one on. */
    private void everyNth(int top, int left, int block, float[] out) {
        int side = spec.side();
        int small = side / block;
        int to = 0;
        for (int y = 0; y < small; y++) {
            for (int x = 0, from = (y * block + top) * side + left; x < small; x++, from += block) {
                out[to++] = plane[from];
            }
        }
    }
}
