package io.wellstream.trainer.onnx;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One protobuf message, composed field by field and then written as a stream; long fields are computed only when they are
 * written. ONNX needs six kinds of message and never reads any here, so writing their fields by number is shorter than
 * carrying the code generated from {@code onnx.proto3}; {@link Field} names the numbers.
 */
final class ProtoMessage {
    private final List<Content> contents = new ArrayList<>();
    private long size;

    /** Bytes of a message whose number is known before they are computed. */
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes fields to memory, which does not fail. */
    private interface Encoding {
        void write(CodedOutputStream out) throws IOException;
    }

    ProtoMessage integer(int field, long value) {
        return encoded(out -> out.writeInt64(field, value));
    }

    ProtoMessage number(int field, float value) {
        return encoded(out -> out.writeFloat(field, value));
    }

    ProtoMessage text(int field, String value) {
        return encoded(out -> out.writeString(field, value));
    }

    /** A field of that many bytes. */
    ProtoMessage bytes(int field, long length, Content content) {
        encoded(out -> {
            out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            out.writeUInt64NoTag(length);
        });
        return add(length, content);
    }

    /** A message that is complete: what is added to it later would be lost. */
    ProtoMessage message(int field, ProtoMessage value) {
        return bytes(field, value.size, value::writeTo);
    }

    void writeTo(OutputStream out) throws IOException {
        for (Content content : contents) {
            content.writeTo(out);
        }
    }

    private ProtoMessage encoded(Encoding encoding) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            encoding.write(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return add(bytes.size(), bytes::writeTo);
    }

    private ProtoMessage add(long length, Content content) {
        contents.add(content);
        size += length;
        return this;
    }
}
