package io.wellstream.ingest.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * The record at the end of a zip archive that says where its directory is.
 *
 * @param entries how many the directory has
 * @param directory the directory's offset
 * @param directoryLength in bytes
 */
record ZipEnd(long entries, long directory, long directoryLength) {
    private static final int END = 0x06054b50;
    private static final int END_LENGTH = 22;
    private static final int LONGEST_COMMENT = 0xffff;
    private static final int LOCATOR = 0x07064b50;
    private static final int LOCATOR_LENGTH = 20;
    private static final int WIDE_END = 0x06064b50;
    private static final int WIDE_END_LENGTH = 56;
    private static final ZipEnd NONE = new ZipEnd(-1, -1, -1);

    /** Searches from the end of the file; throws {@link InvalidScreenException} if there is none, or the archive is in parts. */
    static ZipEnd find(String archive, FileChannel channel) throws IOException {
        long length = channel.size();
        long from = Math.max(0, length - END_LENGTH - LONGEST_COMMENT);
        ByteBuffer tail = read(channel, from, Math.toIntExact(length - from));
        for (int at = tail.limit() - END_LENGTH; at >= 0; at--) {
            int comment = tail.getShort(at + 20) & 0xffff;
            if (tail.getInt(at) == END && at + END_LENGTH + comment == tail.limit()) {
                return at(tail, at, from, channel).checked(archive);
            }
        }
        throw new InvalidScreenException(
                archive + " is not a complete zip archive: its end record is missing; expected a .zip file");
    }

    private static ZipEnd at(ByteBuffer tail, int at, long from, FileChannel channel) throws IOException {
        long position = from + at;
        if (position >= LOCATOR_LENGTH) {
            ByteBuffer locator = read(channel, position - LOCATOR_LENGTH, LOCATOR_LENGTH);
            if (locator.limit() == LOCATOR_LENGTH && locator.getInt(0) == LOCATOR) {
                return wide(locator.getLong(8), position - LOCATOR_LENGTH, channel);
            }
        }
        boolean inParts = tail.getInt(at + 4) != 0 || tail.getShort(at + 8) != tail.getShort(at + 10);
        ZipEnd end = new ZipEnd(
                tail.getShort(at + 10) & 0xffff,
                tail.getInt(at + 16) & 0xffffffffL,
                tail.getInt(at + 12) & 0xffffffffL);
        return inParts || end.directory + end.directoryLength != position ? NONE : end;
    }

    private static ZipEnd wide(long position, long expectedEnd, FileChannel channel) throws IOException {
        if (position < 0 || position > expectedEnd - WIDE_END_LENGTH) {
            return NONE;
        }
        ByteBuffer end = read(channel, position, WIDE_END_LENGTH);
        boolean whole = end.getInt(0) == WIDE_END && end.getLong(16) == 0 && end.getLong(24) == end.getLong(32);
        ZipEnd found = new ZipEnd(end.getLong(32), end.getLong(48), end.getLong(40));
        return whole && found.directory + found.directoryLength == position ? found : NONE;
    }

    private ZipEnd checked(String archive) {
        if (entries < 0 || directory < 0 || directoryLength < 0) {
            throw new InvalidScreenException(
                    archive
                            + " is damaged: its end record does not say where its directory is; expected a zip archive in one file");
        }
        return this;
    }

    private static ByteBuffer read(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position()) >= 0) {
            // until it is full, or the file has ended
        }
        return buffer.flip();
    }
}
