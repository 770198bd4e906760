package io.wellstream.trainer.engine.dl4j;

import io.wellstream.imaging.batch.Batch;
import io.wellstream.trainer.network.NetworkSpec;
import io.wellstream.trainer.network.Op;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Turns batches into the arrays of one network's inputs. Reuses its memory: for one thread. */
final class BatchArrays {
    private final NetworkSpec spec;
    private final List<Integer> channels; // one input each; empty if the input is stacked
    private float[] floats = {};

    BatchArrays(NetworkSpec spec) {
        this.spec = spec;
        this.channels = spec.nodes().stream()
                .filter(node -> node.op() instanceof Op.ChannelOf)
                .map(node -> ((Op.ChannelOf) node.op()).channel())
                .toList();
    }

    /** The network's inputs; the caller closes them. */
    INDArray[] inputs(Batch batch) {
        if (batch.channels() != spec.channels() || batch.side() != spec.side()) {
            throw new IllegalArgumentException("a batch of " + batch.channels() + " channels and side " + batch.side()
                    + " for network " + spec.name() + " of " + spec.channels() + " and " + spec.side());
        }
        if (floats.length != batch.values()) {
            floats = new float[batch.values()];
        }
        batch.toFloats(floats);
        if (channels.isEmpty()) {
            return new INDArray[] {array(floats, batch, batch.channels())};
        }
        return channels.stream()
                .map(channel -> array(plane(batch, channel), batch, 1))
                .toArray(INDArray[]::new);
    }

    /** One-hot labels, smoothed; the caller closes them. */
    INDArray labels(Batch batch, double smoothing) {
        float[] rows = new float[batch.samples() * spec.classes()];
        Arrays.fill(rows, (float) (smoothing / spec.classes()));
        for (int s = 0; s < batch.samples(); s++) {
            int label = batch.labels()[s];
            if (label < 0 || label >= spec.classes()) {
                throw new IllegalArgumentException(
                        "sample " + s + " has label " + label + "; training needs 0 to " + (spec.classes() - 1));
            }
            rows[s * spec.classes() + label] += (float) (1 - smoothing);
        }
        return Nd4j.create(rows, new long[] {batch.samples(), spec.classes()}, 'c');
    }

    private float[] plane(Batch batch, int channel) {
        int area = batch.side() * batch.side();
        float[] plane = new float[batch.samples() * area];
        for (int s = 0; s < batch.samples(); s++) {
            System.arraycopy(floats, (s * batch.channels() + channel) * area, plane, s * area, area);
        }
        return plane;
    }

    private static INDArray array(float[] values, Batch batch, int channels) {
        return Nd4j.create(values, new long[] {batch.samples(), channels, batch.side(), batch.side()}, 'c');
    }
}
