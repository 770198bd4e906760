package io.wellstream.wire.keys;

import com.google.protobuf.ByteString;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, which identifies the content of every object. */
public final class Sha256 {
    private Sha256() {}

    /** The digest's 32 bytes. */
    public static byte[] of(byte[] bytes) {
        return newDigest().digest(bytes);
    }

    /** The digest in lower-case hexadecimal, 64 characters. */
    public static String hexOf(byte[] bytes) {
        return HexFormat.of().formatHex(of(bytes));
    }

    /** A digest already computed, in lower-case hexadecimal. */
    public static String hex(ByteString digest) {
        return HexFormat.of().formatHex(digest.toByteArray());
    }

    /** For bytes that arrive in parts. */
    public static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
