package io.wellstream.trainer.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import io.wellstream.trainer.onnx.OnnxIndex.Place;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The weights in an ONNX file, by name. They are read one at a time, and the file stays on disk. */
public final class OnnxTensors implements AutoCloseable {
    /** Bytes of a file. VGG-19, the largest network that has a form here, has 0.6 GB with its original head. */
    public static final long LARGEST_FILE = 1L << 30;

    private static final int CHUNK = 1 << 18; // bytes read at a time

    private final FileChannel file;
    private final OnnxIndex index;

    private OnnxTensors(FileChannel file, OnnxIndex index) {
        this.file = file;
        this.index = index;
    }

    /**
     * Opens a file.
     *
     * @throws RefusedOnnxException if it is not an ONNX file with its weights in it
     */
    public static OnnxTensors open(Path path) {
        try {
            if (Files.size(path) > LARGEST_FILE) {
                throw new RefusedOnnxException(
                        "it has " + Files.size(path) + " bytes; expected at most " + LARGEST_FILE);
            }
            OnnxIndex index;
            try (InputStream in = Files.newInputStream(path)) {
                index = OnnxIndex.of(in);
            }
            index.tensors().forEach(OnnxTensors::check);
            return new OnnxTensors(FileChannel.open(path), index);
        } catch (IOException e) {
            throw new UncheckedIOException("local file " + path + ": " + e.getMessage(), e);
        }
    }

    private static void check(String name, Place place) {
        if (place.external()) {
            throw new RefusedOnnxException(
                    "the numbers of tensor '" + name + "' are in another file (external data);"
                            + " expected one file that contains its weights, as onnx.save(onnx.load(path), other_path) writes it");
        }
        if (place.isFloat() && place.bytes() != Float.BYTES * numbers(name, place.shape())) {
            throw new RefusedOnnxException(
                    "tensor '" + name + "' has " + place.bytes() + " bytes; its shape is " + place.shape());
        }
    }

    private static long numbers(String name, List<Long> shape) {
        long numbers = 1;
        for (long side : shape) {
            if (side < 0 || side > LARGEST_FILE || numbers * side > LARGEST_FILE) {
                throw new RefusedOnnxException("tensor '" + name + "' has the impossible shape " + shape);
            }
            numbers *= side;
        }
        return numbers;
    }

    /** The shapes of the tensors of float32, by name, in the order of the file. */
    public Map<String, List<Long>> shapes() {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        index.tensors().forEach((name, place) -> {
            if (place.isFloat()) {
                shapes.put(name, place.shape());
            }
        });
        return shapes;
    }

    /** The types of the other tensors, by name. */
    public Map<String, String> otherTypes() {
        Map<String, String> types = new LinkedHashMap<>();
        index.tensors().forEach((name, place) -> {
            if (!place.isFloat()) {
                TensorProto.DataType type = TensorProto.DataType.forNumber(place.type());
                types.put(name, type == null ? "an unknown type" : type.name());
            }
        });
        return types;
    }

    /** Whether the network has convolutions and no batch norms, as after folding. */
    public boolean lacksBatchNorms() {
        return index.lacksBatchNorms();
    }

    /** The numbers of a tensor of float32, in row-major order. */
    public float[] numbers(String name) {
        Place place = index.tensors().get(name);
        if (place == null || !place.isFloat()) {
            throw new IllegalArgumentException("the file has no tensor of float32 '" + name + "'");
        }
        float[] numbers = new float[Math.toIntExact(place.bytes() / Float.BYTES)];
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < numbers.length; from += CHUNK / Float.BYTES) {
            int count = Math.min(CHUNK / Float.BYTES, numbers.length - from);
            read(chunk.clear().limit(count * Float.BYTES), place.begin() + (long) from * Float.BYTES);
            chunk.flip().asFloatBuffer().get(numbers, from, count);
        }
        return numbers;
    }

    private void read(ByteBuffer bytes, long begin) {
        try {
            while (bytes.hasRemaining()) {
                if (file.read(bytes, begin + bytes.position()) < 0) {
                    throw new RefusedOnnxException("it ends after " + file.size() + " bytes");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a local file: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new IllegalStateException("a file that was only read cannot be closed", e);
        }
    }
}
