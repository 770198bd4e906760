package io.wellstream.scorer;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

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
        ByteBuffer flat = ByteBuffer.allocate(4 * channels * classes).order(ByteOrder.LITTLE_ENDIAN);
        for (float[] row : weights) {
            for (float weight : row) {
                flat.putFloat(weight);
            }
        }
        ByteBuffer flatBias = ByteBuffer.allocate(4 * classes).order(ByteOrder.LITTLE_ENDIAN);
        for (float one : bias) {
            flatBias.putFloat(one);
        }
        byte[] graph = message(out -> {
            out.writeByteArray(1, node("GlobalAveragePool", "pooled", "pixels"));
            out.writeByteArray(1, node("Flatten", "means", "pooled"));
            out.writeByteArray(1, node("Gemm", "logits", "means", "weights", "bias"));
            out.writeString(2, "tiny");
            out.writeByteArray(5, tensor("weights", flat.array(), channels, classes));
            out.writeByteArray(5, tensor("bias", flatBias.array(), classes));
            out.writeByteArray(11, value("pixels", -1, channels, side, side));
            out.writeByteArray(12, value("logits", -1, classes));
            out.writeByteArray(1, node("Identity", "embedding", "means"));
            out.writeByteArray(12, value("embedding", -1, channels));
        });
        return message(out -> {
            out.writeInt64(1, 8); // version of the file format
            out.writeByteArray(7, graph);
            out.writeByteArray(8, message(set -> set.writeInt64(2, 13))); // operator set
        });
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
