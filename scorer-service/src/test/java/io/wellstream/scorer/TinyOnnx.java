package io.wellstream.scorer;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes the smallest network that a test can compute by hand: logits = channel means × weights + bias, and the channel means are the
 * embedding. Field numbers are those of onnx.proto.
 */
final class TinyOnnx {
    private static final long FLOAT = 1;

    private TinyOnnx() {}

    /** A part of a message. */
    @FunctionalInterface
    private interface Part {
        void writeTo(CodedOutputStream out) throws IOException;
    }

    /**
     * @param weights [channel][class]
     * @param bias [class]
     */
    static byte[] linear(int side, float[][] weights, float... bias) {
        int channels = weights.length;
        int classes = bias.length;
        return model(message(out -> {
            out.writeByteArray(1, node("GlobalAveragePool", "pooled", "pixels"));
            out.writeByteArray(1, node("Flatten", "means", "pooled"));
            out.writeByteArray(1, node("Gemm", "logits", "means", "weights", "bias"));
            out.writeString(2, "tiny");
            out.writeByteArray(5, tensor("weights", floats(weights), channels, classes));
            out.writeByteArray(5, tensor("bias", floats(bias), classes));
            out.writeByteArray(11, value("pixels", -1, channels, side, side));
            out.writeByteArray(12, value("logits", -1, classes));
            out.writeByteArray(1, node("Identity", "embedding", "means"));
            out.writeByteArray(12, value("embedding", -1, channels));
        }));
    }

    /**
     * The same with a batch norm called {@code norm} on the channel means, of gain 1 and offset 0.
     *
     * @param mean of the training, [channel]
     */
    static byte[] normed(int side, float[] mean, float[] variance, float[][] weights, float... bias) {
        return normed(side, weights, bias, out -> {
            out.writeByteArray(5, tensor("norm/mean", floats(mean), mean.length));
            out.writeByteArray(5, tensor("norm/variance", floats(variance), variance.length));
        });
    }

    /** The same, normalising by the batch itself, whose statistics are outputs. */
    static byte[] measuring(int side, float[][] weights, float... bias) {
        return normed(side, weights, bias, out -> {
            out.writeByteArray(1, meanOfBatch("norm/mean", "means"));
            out.writeByteArray(1, node("Sub", "centred", "means", "norm/mean"));
            out.writeByteArray(1, node("Mul", "square", "centred", "centred"));
            out.writeByteArray(1, meanOfBatch("norm/variance", "square"));
            out.writeByteArray(12, value("norm/mean", weights.length));
            out.writeByteArray(12, value("norm/variance", weights.length));
        });
    }

    private static byte[] normed(int side, float[][] weights, float[] bias, Part statistics) {
        int channels = weights.length;
        float[] ones = new float[channels];
        Arrays.fill(ones, 1);
        return model(message(out -> {
            out.writeString(2, "tiny");
            out.writeByteArray(5, tensor("gain", floats(ones), channels));
            out.writeByteArray(5, tensor("offset", floats(new float[channels]), channels));
            out.writeByteArray(5, tensor("weights", floats(weights), channels, bias.length));
            out.writeByteArray(5, tensor("bias", floats(bias), bias.length));
            out.writeByteArray(11, value("pixels", -1, channels, side, side));
            out.writeByteArray(12, value("logits", -1, bias.length));
            out.writeByteArray(1, node("GlobalAveragePool", "pooled", "pixels"));
            out.writeByteArray(1, node("Flatten", "means", "pooled"));
            statistics.writeTo(out);
            out.writeByteArray(
                    1, node("BatchNormalization", "norm", "means", "gain", "offset", "norm/mean", "norm/variance"));
            out.writeByteArray(1, node("Gemm", "logits", "norm", "weights", "bias"));
        }));
    }

    private static byte[] meanOfBatch(String output, String input) {
        byte[] axes = attribute("axes", out -> {
            out.writeInt64(8, 0);
            out.writeInt64(20, 7); // whole numbers
        });
        byte[] keep = attribute("keepdims", out -> {
            out.writeInt64(3, 0);
            out.writeInt64(20, 2); // a whole number
        });
        return message(out -> {
            out.writeRawBytes(node("ReduceMean", output, input));
            out.writeByteArray(5, axes);
            out.writeByteArray(5, keep);
        });
    }

    private static byte[] attribute(String name, Part value) {
        return message(out -> {
            out.writeString(1, name);
            value.writeTo(out);
        });
    }

    private static byte[] model(byte[] graph) {
        return message(out -> {
            out.writeInt64(1, 8); // version of the file format
            out.writeByteArray(7, graph);
            out.writeByteArray(8, message(set -> set.writeInt64(2, 13))); // operator set
        });
    }

    /** Row after row. */
    private static byte[] floats(float[]... rows) {
        ByteBuffer flat = ByteBuffer.allocate(4 * rows.length * rows[0].length).order(ByteOrder.LITTLE_ENDIAN);
        for (float[] row : rows) {
            for (float value : row) {
                flat.putFloat(value);
            }
        }
        return flat.array();
    }

    private static byte[] node(String operator, String output, String... inputs) {
        return message(out -> {
            for (String input : inputs) {
                out.writeString(1, input);
            }
            out.writeString(2, output);
            out.writeString(4, operator);
        });
    }

    private static byte[] tensor(String name, byte[] values, long... shape) {
        return message(out -> {
            for (long dimension : shape) {
                out.writeInt64(1, dimension);
            }
            out.writeInt64(2, FLOAT);
            out.writeByteArray(8, name.getBytes(StandardCharsets.UTF_8));
            out.writeByteArray(9, values);
        });
    }

    /** A dimension of -1 is free. */
    private static byte[] value(String name, long... shape) {
        byte[] dimensions = message(out -> {
            for (long dimension : shape) {
                out.writeByteArray(1, message(one -> {
                    if (dimension < 0) {
                        one.writeString(2, "sample");
                    } else {
                        one.writeInt64(1, dimension);
                    }
                }));
            }
        });
        byte[] tensorType = message(out -> {
            out.writeInt64(1, FLOAT);
            out.writeByteArray(2, dimensions);
        });
        return message(out -> {
            out.writeString(1, name);
            out.writeByteArray(2, message(type -> type.writeByteArray(1, tensorType)));
        });
    }

    private static byte[] message(Part part) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            part.writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
