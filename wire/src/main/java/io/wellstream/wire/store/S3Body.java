package io.wellstream.wire.store;

import io.minio.GetObjectResponse;
import io.wellstream.wire.keys.Sha256;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Reads the body of a server's answer to its end; one that breaks off is an error. */
final class S3Body {
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private S3Body() {}

    /** @param sha256 in hexadecimal */
    record Digest(long size, String sha256) {}

    static byte[] read(GetObjectResponse answer) throws IOException {
        byte[] bytes = answer.readAllBytes();
        checkWhole(answer, bytes.length);
        return bytes;
    }

    /** As {@link #read(GetObjectResponse)}, without copies of the body if it has the expected size. */
    static byte[] read(GetObjectResponse answer, long expected) throws IOException {
        if (expected > LARGEST_ARRAY
                || !String.valueOf(expected).equals(answer.headers().get("Content-Length"))) {
            return read(answer);
        }
        byte[] bytes = new byte[(int) expected];
        checkWhole(answer, answer.readNBytes(bytes, 0, bytes.length));
        return bytes;
    }

    static long copy(GetObjectResponse answer, OutputStream out) throws IOException {
        long size = answer.transferTo(out);
        checkWhole(answer, size);
        return size;
    }

    /** Reads the body and keeps nothing of it. */
    static Digest digest(GetObjectResponse answer) throws IOException {
        MessageDigest digest = Sha256.newDigest();
        long size = copy(answer, new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        return new Digest(size, HexFormat.of().formatHex(digest.digest()));
    }

    private static void checkWhole(GetObjectResponse answer, long received) throws IOException {
        String length = answer.headers().get("Content-Length");
        if (length != null && Long.parseLong(length) != received) {
            throw new EOFException("the answer ended after " + received + " of " + length + " bytes");
        }
    }
}
