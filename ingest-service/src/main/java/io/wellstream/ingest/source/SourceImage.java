package io.wellstream.ingest.source;

import com.google.protobuf.ByteString;
import io.wellstream.ingest.files.Finding;
import io.wellstream.wire.keys.Sha256;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One image file of a screen: its path, and its bytes if it exists and was read. */
public final class SourceImage {
    private final String path;
    private final int channel;
    private final byte @Nullable [] bytes;
    private final Optional<Finding> refusal;
    private final Optional<String> neighbour;

    private SourceImage(
            String path, int channel, byte @Nullable [] bytes, Optional<Finding> refusal, Optional<String> neighbour) {
        this.path = path;
        this.channel = channel;
        this.bytes = bytes;
        this.refusal = refusal;
        this.neighbour = neighbour;
    }

    /** @param bytes not copied */
    static SourceImage of(String path, int channel, byte[] bytes) {
        return new SourceImage(path, channel, bytes, Optional.empty(), Optional.empty());
    }

    /**
     * A file that does not exist.
     *
     * @param neighbour an image in the same folder that no row names
     */
    static SourceImage missing(String path, int channel, Optional<String> neighbour) {
        return new SourceImage(path, channel, null, Optional.empty(), neighbour);
    }

    /** A file that exists and was not read. */
    static SourceImage refused(String path, int channel, Finding why) {
        return new SourceImage(path, channel, null, Optional.of(why), Optional.empty());
    }

    /** Relative to the screen's folder, with slashes. */
    public String path() {
        return path;
    }

    /** The channel's number, from 1; 0 if the file holds all channels. */
    public int channel() {
        return channel;
    }

    public boolean isMissing() {
        return bytes == null && refusal.isEmpty();
    }

    /** What to add to the message that the file is missing. */
    public String neighbourText() {
        return neighbour
                .map(there -> "; '" + there + "' is there, and no row names it")
                .orElse("");
    }

    /** Why the file was not read although it exists. */
    public Optional<Finding> refusal() {
        return refusal;
    }

    /** The file's bytes, not a copy; empty if it is missing or was not read. */
    public Optional<byte[]> bytes() {
        return Optional.ofNullable(bytes);
    }

    /** SHA-256 of the file, computed at each call; empty without bytes. */
    public Optional<ByteString> digest() {
        return bytes().map(all -> ByteString.copyFrom(Sha256.of(all)));
    }

    @Override
    public String toString() {
        return path + (bytes == null ? " (not read)" : " (" + bytes.length + " bytes)");
    }
}
