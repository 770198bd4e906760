package io.wellstream.scorer;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * The float constants of an ONNX file, found by name. Exchanged for others of the same length they stay where they lie, so that nothing
 * else of the file has to be understood. Field numbers are those of onnx.proto.
 */
final class OnnxConstants {
    private static final int MODEL_GRAPH = bytesField(7);
    private static final int GRAPH_INITIALIZER = bytesField(5);
    private static final int TENSOR_NAME = bytesField(8);
    private static final int TENSOR_RAW_DATA = bytesField(9);

    private final CodedInputStream in;
    private final Map<String, Place> places = new HashMap<>();

    private OnnxConstants(byte[] model) {
        this.in = CodedInputStream.newInstance(model);
    }

    /** Where a constant's numbers lie in the file. */
    private record Place(int start, int length) {}

    /** Reads the fields of the message that was just opened, to its end. */
    @FunctionalInterface
    private interface Message {
        void read() throws IOException;
    }

    /**
     * The file with other constants.
     *
     * @throws IllegalArgumentException if it has no such constants, or not of these lengths
     */
    static byte[] exchanged(byte[] model, Map<String, float[]> values) {
        OnnxConstants constants = new OnnxConstants(model);
        try {
            constants.readModel();
        } catch (IOException e) {
            throw new IllegalArgumentException("not an ONNX file: " + e.getMessage(), e);
        }
        byte[] exchanged = model.clone();
        values.forEach((name, numbers) -> {
            Place place = constants.places.get(name);
            if (place == null || place.length() != numbers.length * Float.BYTES) {
                throw new IllegalArgumentException("constant '" + name + "' is "
                        + (place == null ? "not there" : place.length() + " bytes")
                        + "; expected " + numbers.length + " floats");
            }
            ByteBuffer.wrap(exchanged, place.start(), place.length())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .put(numbers);
        });
        return exchanged;
    }

    private void readModel() throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == MODEL_GRAPH) {
                within(this::readGraph);
            } else {
                in.skipField(tag);
            }
        }
    }

    private void readGraph() throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == GRAPH_INITIALIZER) {
                within(this::readTensor);
            } else {
                in.skipField(tag);
            }
        }
    }

    private void readTensor() throws IOException {
        String name = "";
        Place place = null;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == TENSOR_NAME) {
                name = in.readString();
            } else if (tag == TENSOR_RAW_DATA) {
                int length = in.readRawVarint32();
                place = new Place(in.getTotalBytesRead(), length);
                in.skipRawBytes(length);
            } else {
                in.skipField(tag);
            }
        }
        if (place != null) {
            places.put(name, place);
        }
    }

    private void within(Message message) throws IOException {
        int limit = in.pushLimit(in.readRawVarint32());
        message.read();
        in.popLimit(limit);
    }

    private static int bytesField(int number) {
        return (number << 3) | 2;
    }
}
