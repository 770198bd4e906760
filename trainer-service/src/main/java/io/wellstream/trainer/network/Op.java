package io.wellstream.trainer.network;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** One kind of computation in a network. Engines and exporters switch over these without a default. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "op")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Op.ChannelOf.class, name = "channel"),
    @JsonSubTypes.Type(value = Op.SpaceToDepth.class, name = "space-to-depth"),
    @JsonSubTypes.Type(value = Op.Composite.class, name = "composite"),
    @JsonSubTypes.Type(value = Op.CellType.class, name = "cell-type"),
    @JsonSubTypes.Type(value = Op.Convolution.class, name = "convolution"),
    @JsonSubTypes.Type(value = Op.BatchNorm.class, name = "batch-norm"),
    @JsonSubTypes.Type(value = Op.Relu.class, name = "relu"),
    @JsonSubTypes.Type(value = Op.MaxPool.class, name = "max-pool"),
    @JsonSubTypes.Type(value = Op.AveragePool.class, name = "average-pool"),
    @JsonSubTypes.Type(value = Op.GlobalAverage.class, name = "global-average"),
    @JsonSubTypes.Type(value = Op.Add.class, name = "add"),
    @JsonSubTypes.Type(value = Op.Concatenate.class, name = "concatenate"),
    @JsonSubTypes.Type(value = Op.Dropout.class, name = "dropout"),
    @JsonSubTypes.Type(value = Op.Dense.class, name = "dense"),
    @JsonSubTypes.Type(value = Op.L2Normalize.class, name = "l2-normalize"),
    @JsonSubTypes.Type(value = Op.Cosine.class, name = "cosine"),
})
public sealed interface Op {
    /** The shape of the result; throws if the inputs do not fit. */
    Shape shape(List<Shape> inputs);

    /** A view of the sample's pixels, or what is given beside them: costs little computation, and reads the pixels by name. */
    sealed interface View extends Op {}

    /** One channel of the pixels, from 0, as maps of one channel. */
    record ChannelOf(int channel) implements View {
        @Override
        public Shape shape(List<Shape> inputs) {
            Shape in = maps(inputs);
            require(channel >= 0 && channel < in.channels(), "channel " + channel + " of " + in.channels());
            return new Shape(1, in.side());
        }
    }

    /** Each {@code block} × {@code block} square as channels: out [(y × block + x) × channels + channel]. */
    record SpaceToDepth(int block) implements View {
        @Override
        public Shape shape(List<Shape> inputs) {
            Shape in = maps(inputs);
            require(in.side() % block == 0, "side " + in.side() + " in squares of " + block);
            return new Shape(in.channels() * block * block, in.side() / block);
        }
    }

    /**
     * Weighted sums of the channels.
     *
     * @param weights [map, channel]
     */
    record Composite(List<List<Double>> weights) implements View {
        public Composite {
            weights = weights.stream().map(List::copyOf).toList();
        }

        @Override
        public Shape shape(List<Shape> inputs) {
            Shape in = maps(inputs);
            require(
                    weights.stream().allMatch(map -> map.size() == in.channels()),
                    "weights " + weights + " of " + in.channels() + " channels");
            return new Shape(weights.size(), in.side());
        }
    }

    /**
     * The cell type of the sample, as a vector with a 1 at its place: not computed from the pixels, but given beside them.
     *
     * @param types how many there are
     */
    record CellType(int types) implements View {
        @Override
        public Shape shape(List<Shape> inputs) {
            require(types >= 2, types + " cell types");
            return Shape.units(types);
        }
    }

    /**
     * A square convolution with He-uniform initial weights.
     *
     * @param padding zeros on each side
     * @param l2 adds l2 × Σw² of the kernel to the loss
     */
    record Convolution(int filters, int kernel, int stride, int padding, boolean bias, double l2) implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            Shape in = maps(inputs);
            int side = (in.side() + 2 * padding - kernel) / stride + 1;
            require(in.side() + 2 * padding >= kernel, "a kernel of " + kernel + " on maps of side " + in.side());
            return new Shape(filters, side);
        }
    }

    /**
     * Batch normalisation per channel or unit, with gain and offset.
     *
     * @param decay weight of the old value in the running mean and variance
     */
    record BatchNorm(double epsilon, double decay) implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            return only(inputs);
        }
    }

    /** max(0, x). */
    record Relu() implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            return only(inputs);
        }
    }

    /**
     * The largest of each {@code size} × {@code size} square; incomplete squares at the edge are dropped.
     *
     * @param stride between squares; 0, in checkpoints of earlier versions, is the size
     * @param padding values on each side that are never the largest
     */
    record MaxPool(int size, int stride, int padding) implements Op {
        public MaxPool {
            stride = stride == 0 ? size : stride;
        }

        /** Squares next to each other. */
        public MaxPool(int size) {
            this(size, size, 0);
        }

        @Override
        public Shape shape(List<Shape> inputs) {
            Shape in = maps(inputs);
            require(2 * padding <= size, "padding of " + padding + " for pooling by " + size);
            require(in.side() + 2 * padding >= size, "pooling by " + size + " on maps of side " + in.side());
            return new Shape(in.channels(), (in.side() + 2 * padding - size) / stride + 1);
        }
    }

    /** The mean of each {@code size} × {@code size} square; incomplete squares at the edge are dropped. */
    record AveragePool(int size) implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            Shape in = maps(inputs);
            require(in.side() >= size, "pooling by " + size + " on maps of side " + in.side());
            return new Shape(in.channels(), in.side() / size);
        }
    }

    /** The mean of each map. */
    record GlobalAverage() implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            return Shape.units(maps(inputs).channels());
        }
    }

    /** The sum of two equal shapes. */
    record Add() implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            require(inputs.size() == 2 && inputs.get(0).equals(inputs.get(1)), "the sum of " + inputs);
            return inputs.getFirst();
        }
    }

    /** Concatenates vectors, or maps of one side. */
    record Concatenate() implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            int side = inputs.getFirst().side();
            require(inputs.stream().allMatch(input -> input.side() == side), "the concatenation of " + inputs);
            return new Shape(inputs.stream().mapToInt(Shape::channels).sum(), side);
        }
    }

    /** Sets a share of the values to zero in training and scales up the rest; does nothing outside training. */
    record Dropout(double share) implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            return only(inputs);
        }
    }

    /**
     * A fully connected layer with bias and Glorot-uniform initial weights.
     *
     * @param l2 adds l2 × Σw² of the weights to the loss
     */
    record Dense(int units, double l2) implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            require(only(inputs).isVector(), "a dense layer on " + inputs);
            return Shape.units(units);
        }
    }

    /** Divides each vector by its length, or by {@link #SHORTEST} if it is shorter. */
    record L2Normalize() implements Op {
        /** Of the lengths by which vectors are divided. */
        public static final double SHORTEST = 1e-8;

        @Override
        public Shape shape(List<Shape> inputs) {
            require(only(inputs).isVector(), "the length of " + inputs);
            return only(inputs);
        }
    }

    /**
     * The scalar product of the input, which is a unit vector, with a unit vector for each class, times a scale. The unit vectors are the
     * columns of the weights divided by their lengths.
     *
     * @param margin radians by which the loss makes the angle to the true class larger (ArcFace, Deng et al. 2019); 0 for none
     */
    record Cosine(int units, double scale, double margin) implements Op {
        @Override
        public Shape shape(List<Shape> inputs) {
            require(only(inputs).isVector(), "cosines of " + inputs);
            return Shape.units(units);
        }
    }

    private static Shape only(List<Shape> inputs) {
        require(inputs.size() == 1, inputs.size() + " inputs where one is expected");
        return inputs.getFirst();
    }

    private static Shape maps(List<Shape> inputs) {
        Shape in = only(inputs);
        require(!in.isVector(), "maps expected, found " + in);
        return in;
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException("impossible network: " + problem);
        }
    }
}
