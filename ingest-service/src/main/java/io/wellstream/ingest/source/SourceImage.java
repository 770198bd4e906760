package io.wellstream.ingest.source;

import com.google.protobuf.ByteString;
import io.wellstream.wire.Sha256;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One image file of a screen: where it should be, and its bytes if it is there. */
public final class SourceImage {
    private final String path;
    private final int channel;
    private final byte @Nullable [] bytes;

    /** Takes the array over; null if there is no such file. */
    SourceImage(String path, int channel, byte @Nullable [] bytes) {
        this.path = path;
        this.channel = channel;
        this.bytes = bytes;
    }

    /** Relative to the screen's folder, with slashes. */
    public String path() {
        return path;
    }

    /** The channel's number, from 1. */
    public int channel() {
        return channel;
    }

    public boolean isMissing() {
        return bytes == null;
    }

    /** The file's bytes, not a copy; empty if it is missing. */
    public Optional<byte[]> bytes() {
        return Optional.ofNullable(bytes);
    }

    /** SHA-256 of the file, computed at each call; empty if it is missing. */
    public Optional<ByteString> digest() {
        return bytes().map(all -> ByteString.copyFrom(Sha256.of(all)));
    }

    @Override
    public String toString() {
        return path + (bytes == null ? " (missing)" : " (" + bytes.length + " bytes)");
    }
}
