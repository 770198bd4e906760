package io.wellstream.wire.keys;

import com.google.protobuf.ByteString;
import io.wellstream.proto.v1.ObjectRef;
import java.nio.charset.StandardCharsets;

/** The name of an object in the bucket: parts separated by slashes, none empty, none {@code .} or {@code ..}. */
public record ObjectKey(String path) implements Comparable<ObjectKey> {
    private static final int LONGEST = 1024;

    public ObjectKey {
        if (path.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw new IllegalArgumentException("object key of more than " + LONGEST + " bytes: " + path);
        }
        for (String part : path.split("/", -1)) {
            if (part.isEmpty()
                    || part.equals(".")
                    || part.equals("..")
                    || part.chars().anyMatch(c -> c < ' ')) {
                throw new IllegalArgumentException("'" + path
                        + "' is not an object key; expected parts separated by '/', none of them empty, '.' or '..'");
            }
        }
    }

    /** The key that a reference names. */
    public static ObjectKey of(ObjectRef ref) {
        return new ObjectKey(ref.getKey());
    }

    /** What a reader needs to fetch these bytes from this key and to verify them. */
    public ObjectRef refTo(byte[] bytes) {
        return ObjectRef.newBuilder()
                .setKey(path)
                .setSize(bytes.length)
                .setSha256(ByteString.copyFrom(Sha256.of(bytes)))
                .build();
    }

    /** The part after the last slash. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public int compareTo(ObjectKey other) {
        return path.compareTo(other.path);
    }

    @Override
    public String toString() {
        return path;
    }
}
