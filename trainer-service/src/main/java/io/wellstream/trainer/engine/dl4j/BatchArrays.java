package io.wellstream.trainer.engine.dl4j;

import io.wellstream.imaging.batch.Batch;
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
 * reuses its memory, so only one thread may use it.
 */
final class BatchArrays {
    private final NetworkSpec spec;
    private final List<Op.View> views;
    private float[] floats = {};

    BatchArrays(NetworkSpec spec) {
        this.spec = spec;
        this.views = spec.nodes().stream()
                .map(Node::op)
                .flatMap(op -> op instanceof Op.View view ? Stream.of(view) : Stream.empty())
                .toList();
    }

    /** The network's inputs, in the order in which {@link GraphBuilder} declares them; the caller closes them. */
    INDArray[] inputs(Batch batch) {
        if (batch.channels() != spec.channels() || batch.side() != spec.side()) {
            throw new IllegalArgumentException(
                    "the batch has " + batch.channels() + " channels and side " + batch.side() + "; network "
                            + spec.name() + " expects " + spec.channels() + " and " + spec.side());
        }
        if (floats.length != batch.values()) {
            floats = new float[batch.values()];
        }
        batch.toFloats(floats);
        Stream<INDArray> pixels =
                spec.readsPixels() ? Stream.of(array(floats, batch, batch.channels(), batch.side())) : Stream.empty();
        return Stream.concat(pixels, views.stream().map(view -> view(view, batch)))
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
                        "sample " + s + " has label " + label + "; expected 0 to " + (spec.classes() - 1));
            }
            rows[s * spec.classes() + label] += (float) (1 - smoothing);
        }
        return Nd4j.create(rows, new long[] {batch.samples(), spec.classes()}, 'c');
    }

    private INDArray view(Op.View view, Batch batch) {
        return switch (view) {
            case Op.ChannelOf pick -> array(channel(batch, pick.channel()), batch, 1, batch.side());
            case Op.SpaceToDepth fold -> {
                int block = fold.block();
                yield array(folded(batch, block), batch, batch.channels() * block * block, batch.side() / block);
            }
        };
    }

    private float[] channel(Batch batch, int channel) {
        int area = batch.side() * batch.side();
        float[] plane = new float[batch.samples() * area];
        for (int s = 0; s < batch.samples(); s++) {
            System.arraycopy(floats, (s * batch.channels() + channel) * area, plane, s * area, area);
        }
        return plane;
    }

    /** [sample, (y in block, x in block, channel), y, x]. */
    private float[] folded(Batch batch, int block) {
        int side = batch.side();
        int small = side / block;
        int channels = batch.channels();
        float[] out = new float[floats.length];
        int to = 0;
        for (int s = 0; s < batch.samples(); s++) {
            for (int part = 0; part < block * block; part++) {
                for (int c = 0; c < channels; c++) {
                    int plane = ((s * channels + c) * side + part / block) * side + part % block;
                    for (int y = 0; y < small; y++) {
                        for (int x = 0, from = plane + y * block * side; x < small; x++, from += block) {
                            out[to++] = floats[from];
                        }
                    }
                }
            }
        }
        return out;
    }

    private static INDArray array(float[] values, Batch batch, int channels, int side) {
        return Nd4j.create(values, new long[] {batch.samples(), channels, side, side}, 'c');
    }
}
