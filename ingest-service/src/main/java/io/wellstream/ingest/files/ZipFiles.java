package io.wellstream.ingest.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A screen's files in a zip archive, read in place. Positional reads share no state, so that threads do not wait for each other. An entry is
 * never decompressed beyond the size that it declares, and that size is limited by the caller. Why no library reads the archive: ADR 17.
 */
final class ZipFiles implements SourceFiles {
    private static final int LOCAL_HEADER = 0x04034b50;
    private static final int LOCAL_HEADER_LENGTH = 30;

    private final FileChannel channel;
    private final Map<String, ZipMember> members;

    private ZipFiles(FileChannel channel, Map<String, ZipMember> members) {
        this.channel = channel;
        this.members = members;
    }

    /** Opens the archive; throws {@link InvalidScreenException} if it is not a zip archive or contradicts itself. */
    static ZipFiles open(Path archive, int mostEntries) {
        String name = String.valueOf(archive.getFileName());
        try {
            FileChannel channel = FileChannel.open(archive);
            try {
                return new ZipFiles(channel, new ZipDirectory(name, channel, mostEntries).members());
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }

    @Override
    public boolean has(String path) {
        return members.containsKey(path);
    }

    @Override
    public void forEach(Consumer<String> visitor) {
        members.keySet().forEach(visitor);
    }

    @Override
    public long size(String path) {
        ZipMember member = members.get(path);
        return member == null ? 0 : member.compressed() + member.size();
    }

    @Override
    public Optional<byte[]> read(String path, long most) throws BadFileException {
        ZipMember member = members.get(path);
        if (member == null) {
            return Optional.empty();
        }
        member.check(most);
        byte[] packed = packed(member);
        byte[] bytes = member.method() == ZipMember.STORED ? packed : decompressed(member, packed);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        if ((int) crc.getValue() != member.crc()) {
            throw member.damaged("its CRC differs from the declared one");
        }
        return Optional.of(bytes);
    }

    private byte[] packed(ZipMember member) throws BadFileException {
        ByteBuffer header = read(member, member.offset(), LOCAL_HEADER_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        int nameLength = header.getShort(26) & 0xffff;
        int extraLength = header.getShort(28) & 0xffff;
        byte[] name =
                read(member, member.offset() + LOCAL_HEADER_LENGTH, nameLength).array();
        if (header.getInt(0) != LOCAL_HEADER || !ZipMember.name(name).equals(member.name())) {
            throw member.damaged("its header does not match the directory");
        }
        long start = member.offset() + LOCAL_HEADER_LENGTH + nameLength + extraLength;
        if (member.compressed() > member.end() - start) {
            throw member.damaged("it extends into the next entry");
        }
        return read(member, start, Math.toIntExact(member.compressed())).array();
    }

    private ByteBuffer read(ZipMember member, long position, int length) throws BadFileException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        try {
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, position + buffer.position()) < 0) {
                    throw member.damaged("the archive ends inside it");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + member.name(), e);
        }
        return buffer.flip();
    }

    private static byte[] decompressed(ZipMember member, byte[] packed) throws BadFileException {
        byte[] bytes = new byte[Math.toIntExact(member.size())];
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(packed);
            int filled = 0;
            while (filled < bytes.length && !inflater.finished()) {
                int count = inflater.inflate(bytes, filled, bytes.length - filled);
                if (count == 0 && !inflater.finished()) {
                    throw member.damaged("it ends after " + filled + " of " + bytes.length + " bytes");
                }
                filled += count;
            }
            if (filled < bytes.length) {
                throw member.damaged("it ends after " + filled + " of " + bytes.length + " bytes");
            }
            if (!inflater.finished() && inflater.inflate(new byte[1]) > 0) {
                throw member.damaged("it holds more than the " + bytes.length + " bytes it declares");
            }
            if (!inflater.finished() || inflater.getRemaining() > 0) {
                throw member.damaged("its compressed bytes do not end where it declares");
            }
            return bytes;
        } catch (DataFormatException e) {
            throw member.damaged("it does not decompress");
        } finally {
            inflater.end();
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the archive", e);
        }
    }
}
