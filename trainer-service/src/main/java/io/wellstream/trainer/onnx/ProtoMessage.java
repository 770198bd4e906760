package io.wellstream.trainer.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * One protobuf message being written field by field. ONNX needs six kinds of message and never reads any here, so that
 * writing their fields by number is shorter than carrying the code generated from {@code onnx.proto3}; {@link Field}
 * names the numbers.
 */
final class ProtoMessage {
    private final ByteString.Output bytes = ByteString.newOutput();
    private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

    /** Writes to memory, which does not fail. */
    private interface Write {
        void run() throws IOException;
    }

    ProtoMessage integer(int field, long value) {
        return write(() -> out.writeInt64(field, value));
    }

    ProtoMessage number(int field, float value) {
        return write(() -> out.writeFloat(field, value));
    }

    ProtoMessage text(int field, String value) {
        return write(() -> out.writeString(field, value));
    }

    ProtoMessage bytes(int field, byte[] value) {
        return write(() -> out.writeByteArray(field, value));
    }

    ProtoMessage message(int field, ProtoMessage value) {
        return write(() -> out.writeBytes(field, value.content()));
    }

    ByteString content() {
        write(out::flush);
        return bytes.toByteString();
    }

    private ProtoMessage write(Write write) {
        try {
            write.run();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
