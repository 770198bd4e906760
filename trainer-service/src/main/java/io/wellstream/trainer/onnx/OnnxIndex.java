package io.wellstream.trainer.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the tensors of an ONNX file are. The file is read as a stream, tag by tag, and the numbers of tensors are skipped, so that a file
 * of any size takes little memory.
 */
final class OnnxIndex {
    private static final int MOST_TENSORS = 100_000;
    private static final int MOST_DIMENSIONS = 16;
    private static final int LONGEST_NAME = 10_000;
    private static final int LARGEST_NODE = 1 << 20; // a larger one contains a tensor

    private final CodedInputStream in;
    private final Map<String, Place> tensors = new LinkedHashMap<>();
    private final Map<String, String> copies = new LinkedHashMap<>(); // the output of an Identity node -> its input
    private boolean hasVersion;
    private boolean hasGraph;
    private int convolutions;
    private int norms;

    /**
     * A tensor in the file.
     *
     * @param type one of {@link TensorProto.DataType}
     * @param begin the first byte of its numbers
     * @param bytes of its numbers
     * @param external whether its numbers are in another file
     */
    record Place(List<Long> shape, int type, long begin, long bytes, boolean external) {
        Place {
            shape = List.copyOf(shape);
        }

        boolean isFloat() {
            return type == TensorProto.DataType.FLOAT_VALUE;
        }
    }

    private OnnxIndex(InputStream stream) {
        in = CodedInputStream.newInstance(stream);
        in.setSizeLimit(Integer.MAX_VALUE);
    }

    /** @throws RefusedOnnxException if it is not a complete ONNX file */
    static OnnxIndex of(InputStream stream) throws IOException {
        OnnxIndex index = new OnnxIndex(stream);
        try {
            index.model();
        } catch (InvalidProtocolBufferException e) {
            throw new RefusedOnnxException(
                    index.hasGraph ? "it is cut off or damaged: " + e.getMessage() : "it is not an ONNX file");
        }
        if (!index.hasVersion || !index.hasGraph) {
            throw new RefusedOnnxException("it is not an ONNX file");
        }
        index.copies.forEach((copy, tensor) -> {
            Place place = index.tensors.get(tensor);
            if (place != null) {
                index.tensors.putIfAbsent(copy, place);
            }
        });
        return index;
    }

    /** By name, in the order of the file. */
    Map<String, Place> tensors() {
        return tensors;
    }

    /** Whether there are convolutions and no batch norms. */
    boolean lacksBatchNorms() {
        return convolutions > 0 && norms == 0;
    }

    private void model() throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case ModelProto.IR_VERSION_FIELD_NUMBER -> {
                    require(tag, WireFormat.WIRETYPE_VARINT);
                    hasVersion = in.readInt64() > 0;
                }
                case ModelProto.GRAPH_FIELD_NUMBER -> {
                    require(tag, WireFormat.WIRETYPE_LENGTH_DELIMITED);
                    hasGraph = true;
                    within(this::graph);
                }
                default -> skip(tag);
            }
        }
    }

    private void graph() throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case GraphProto.INITIALIZER_FIELD_NUMBER -> {
                    require(tag, WireFormat.WIRETYPE_LENGTH_DELIMITED);
                    within(this::tensor);
                }
                case GraphProto.NODE_FIELD_NUMBER -> {
                    require(tag, WireFormat.WIRETYPE_LENGTH_DELIMITED);
                    node();
                }
                default -> skip(tag);
            }
        }
    }

    private void node() throws IOException {
        int length = in.readRawVarint32();
        if (length > LARGEST_NODE) {
            in.skipRawBytes(length);
            return;
        }
        NodeProto node = NodeProto.parseFrom(in.readRawBytes(length));
        switch (node.getOpType()) {
            case "Conv" -> convolutions++;
            case "BatchNormalization" -> norms++;
            case "Identity" -> {
                if (node.getInputCount() == 1 && node.getOutputCount() == 1) {
                    add(copies, node.getOutput(0), node.getInput(0));
                }
            }
            default -> {} // has no weights that networks of ours have
        }
    }

    private void tensor() throws IOException {
        String name = "";
        List<Long> shape = new ArrayList<>();
        int type = 0;
        long begin = 0;
        long bytes = 0;
        boolean external = false;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            boolean packed = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
            switch (WireFormat.getTagFieldNumber(tag)) {
                case TensorProto.DIMS_FIELD_NUMBER -> {
                    if (packed) {
                        within(() -> addAll(shape));
                    } else {
                        addSide(shape);
                    }
                }
                case TensorProto.DATA_TYPE_FIELD_NUMBER -> type = in.readInt32();
                case TensorProto.NAME_FIELD_NUMBER -> name = name();
                case TensorProto.DATA_LOCATION_FIELD_NUMBER ->
                    external = in.readEnum() == TensorProto.DataLocation.EXTERNAL_VALUE;
                case TensorProto.RAW_DATA_FIELD_NUMBER, TensorProto.FLOAT_DATA_FIELD_NUMBER -> {
                    require(tag, WireFormat.WIRETYPE_LENGTH_DELIMITED); // packed floats are bytes as raw data are
                    int length = in.readRawVarint32();
                    begin = in.getTotalBytesRead();
                    bytes = length;
                    in.skipRawBytes(length);
                }
                default -> skip(tag);
            }
        }
        add(tensors, name, new Place(shape, type, begin, bytes, external));
    }

    private static <V> void add(Map<String, V> values, String name, V value) {
        if (values.size() == MOST_TENSORS) {
            throw new RefusedOnnxException("it has more than " + MOST_TENSORS + " tensors");
        }
        values.putIfAbsent(name, value);
    }

    private void addAll(List<Long> shape) throws IOException {
        while (!in.isAtEnd()) {
            addSide(shape);
        }
    }

    private void addSide(List<Long> shape) throws IOException {
        if (shape.size() == MOST_DIMENSIONS) {
            throw new RefusedOnnxException("a tensor has more than " + MOST_DIMENSIONS + " dimensions");
        }
        shape.add(in.readInt64());
    }

    private String name() throws IOException {
        int length = in.readRawVarint32();
        if (length < 0 || length > LONGEST_NAME) {
            throw new RefusedOnnxException("the name of a tensor has " + length + " bytes");
        }
        return new String(in.readRawBytes(length), StandardCharsets.UTF_8);
    }

    private interface Part {
        void read() throws IOException;
    }

    /** Reads a part whose length comes first. */
    private void within(Part part) throws IOException {
        int before = in.pushLimit(in.readRawVarint32());
        part.read();
        if (in.getBytesUntilLimit() != 0) {
            throw new InvalidProtocolBufferException("a part ends before its length");
        }
        in.popLimit(before);
    }

    private void skip(int tag) throws IOException {
        boolean unused = in.skipField(tag);
    }

    private static void require(int tag, int wireType) throws IOException {
        if (WireFormat.getTagWireType(tag) != wireType) {
            throw new InvalidProtocolBufferException("a field has an unexpected form");
        }
    }
}
