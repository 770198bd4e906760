package io.wellstream.scorer;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Nodes and float constants of an ONNX file: ONNX Runtime uses them and gives none out. Constants stay where they lie, so that others
 * of the same length can take their places without a word of the rest being understood. Field numbers are those of onnx.proto.
 */
final class OnnxFile {
    private static final int MODEL_GRAPH = 7;
    private static final int GRAPH_NODE = 1;
    private static final int GRAPH_INITIALIZER = 5;
    private static final int NODE_INPUT = 1;
    private static final int NODE_OUTPUT = 2;
    private static final int NODE_OPERATOR = 4;
    private static final int NODE_ATTRIBUTE = 5;
    private static final int TENSOR_DIMENSION = 1;
    private static final int TENSOR_TYPE = 2;
    private static final int TENSOR_NAME = 8;
    private static final int TENSOR_RAW_DATA = 9;
    private static final long FLOAT = 1;

    private final byte[] bytes;
    private final CodedInputStream in;
    private final Map<String, Node> givers = new HashMap<>(); // tensor -> the node that gives it
    private final Map<String, Place> constants = new HashMap<>();

    private OnnxFile(byte[] bytes) {
        this.bytes = bytes;
        this.in = CodedInputStream.newInstance(bytes);
    }

    /**
     * One operator at work.
     *
     * @param plain whether no attribute changes what the operator does
     */
    record Node(String operator, List<String> inputs, boolean plain) {}

    /** Where a constant's floats lie in the file, and their shape. */
    private record Place(int start, int length, List<Long> shape) {}

    /** Numbers in rows, as they lie in the file. */
    record Matrix(FloatBuffer values, int rows, int columns) {
        float at(int row, int column) {
            return values.get(row * columns + column);
        }
    }

    /** Reads the fields of the message that was just opened, to its end. */
    @FunctionalInterface
    private interface Message {
        void read() throws IOException;
    }

    /** @throws IllegalArgumentException if it is no ONNX file */
    static OnnxFile read(byte[] bytes) {
        OnnxFile file = new OnnxFile(bytes);
        try {
            file.readModel();
        } catch (IOException e) {
            throw new IllegalArgumentException("not an ONNX file: " + e.getMessage(), e);
        }
        return file;
    }

    /** The node that gives a tensor. */
    Optional<Node> giver(String tensor) {
        return Optional.ofNullable(givers.get(tensor));
    }

    /** The float constant of this name and two dimensions. */
    Optional<Matrix> matrix(String name) {
        Place place = constants.get(name);
        if (place == null || place.shape().size() != 2 || place.length() == 0) {
            return Optional.empty();
        }
        return Optional.of(new Matrix(
                floats(bytes, place),
                Math.toIntExact(place.shape().getFirst()),
                Math.toIntExact(place.shape().getLast())));
    }

    /**
     * The file with other constants.
     *
     * @throws IllegalArgumentException if it has no such constants, or not of these lengths
     */
    byte[] with(Map<String, float[]> values) {
        byte[] exchanged = bytes.clone();
        values.forEach((name, numbers) -> {
            Place place = constants.get(name);
            if (place == null || place.length() != numbers.length * Float.BYTES) {
                throw new IllegalArgumentException("constant '" + name + "' is "
                        + (place == null ? "not there" : place.length() + " bytes")
                        + "; expected " + numbers.length + " floats");
            }
            floats(exchanged, place).put(numbers);
        });
        return exchanged;
    }

    private static FloatBuffer floats(byte[] bytes, Place place) {
        return ByteBuffer.wrap(bytes, place.start(), place.length())
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
    }

    private void readModel() throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == MODEL_GRAPH) {
                within(this::readGraph);
            } else {
                in.skipField(tag);
            }
        }
    }

    private void readGraph() throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case GRAPH_NODE -> within(this::readNode);
                case GRAPH_INITIALIZER -> within(this::readTensor);
                default -> in.skipField(tag);
            }
        }
    }

    private void readNode() throws IOException {
        String operator = "";
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        boolean plain = true;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case NODE_INPUT -> inputs.add(in.readString());
                case NODE_OUTPUT -> outputs.add(in.readString());
                case NODE_OPERATOR -> operator = in.readString();
                case NODE_ATTRIBUTE -> {
                    plain = false; // transposed or scaled, perhaps
                    in.skipField(tag);
                }
                default -> in.skipField(tag);
            }
        }
        Node node = new Node(operator, inputs, plain);
        outputs.forEach(output -> givers.put(output, node));
    }

    private void readTensor() throws IOException {
        List<Long> shape = new ArrayList<>();
        long type = 0;
        String name = "";
        int start = 0;
        int length = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case TENSOR_DIMENSION -> readDimensions(tag, shape);
                case TENSOR_TYPE -> type = in.readInt64();
                case TENSOR_NAME -> name = in.readString();
                case TENSOR_RAW_DATA -> {
                    length = in.readRawVarint32();
                    start = in.getTotalBytesRead();
                    in.skipRawBytes(length);
                }
                default -> in.skipField(tag);
            }
        }
        if (type == FLOAT) {
            constants.put(name, new Place(start, length, shape));
        }
    }

    /** One number, or several packed into one field: both are how a list may be written. */
    private void readDimensions(int tag, List<Long> shape) throws IOException {
        if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_VARINT) {
            shape.add(in.readInt64());
            return;
        }
        within(() -> {
            while (in.getBytesUntilLimit() > 0) {
                shape.add(in.readInt64());
            }
        });
    }

    private void within(Message message) throws IOException {
        int limit = in.pushLimit(in.readRawVarint32());
        message.read();
        in.popLimit(limit);
    }
}
