package io.wellstream.ingest.files;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a zip archive's central directory (PKWARE's APPNOTE 6.3.10, 4.3 and 4.4, with zip64). The whole archive is refused, with the
 * entry's name, for an entry that leads out of it, is a link, occurs twice or shares bytes with another.
 */
final class ZipDirectory {
    private static final int HEADER = 0x02014b50;
    private static final int HEADER_LENGTH = 46;
    private static final int BUFFER = 1 << 16;
    private static final int LOCAL_HEADER_LENGTH = 30;
    private static final long HARMLESS_TOTAL = 1L << 30;
    private static final int UNIX = 3;
    private static final int MACOS = 19;
    private static final int FILE_TYPE = 0170000;
    private static final int LINK = 0120000;

    private final String archive;
    private final FileChannel channel;
    private final int mostEntries;

    /** @param archive its name in messages */
    ZipDirectory(String archive, FileChannel channel, int mostEntries) {
        this.archive = archive;
        this.channel = channel;
        this.mostEntries = mostEntries;
    }

    /** The archive's files by path; a top folder that contains all of them is left out. */
    Map<String, ZipMember> members() throws IOException {
        ZipEnd end = ZipEnd.find(archive, channel);
        if (end.entries() > mostEntries) {
            throw new InvalidScreenException(
                    archive + " has " + end.entries() + " entries; expected at most " + mostEntries);
        }
        List<ZipMember> members = read(end);
        setEnds(members, end.directory());
        refuseBomb(members);
        return byPath(members);
    }

    private List<ZipMember> read(ZipEnd end) throws IOException {
        List<ZipMember> members = new ArrayList<>(Math.toIntExact(end.entries()));
        channel.position(end.directory());
        InputStream in = new BufferedInputStream(Channels.newInputStream(channel), BUFFER); // the channel stays open
        long read = 0;
        for (long i = 0; i < end.entries(); i++) {
            ByteBuffer header = next(in, HEADER_LENGTH);
            if (header.getInt(0) != HEADER) {
                throw damaged("entry " + (i + 1) + " of its directory is not a header");
            }
            int nameLength = header.getShort(28) & 0xffff;
            int extraLength = header.getShort(30) & 0xffff;
            int commentLength = header.getShort(32) & 0xffff;
            String name = ZipMember.name(next(in, nameLength).array());
            ByteBuffer extra = next(in, extraLength);
            next(in, commentLength);
            read += HEADER_LENGTH + nameLength + extraLength + commentLength;
            EntryName.check(archive, name);
            refuseLink(name, header);
            members.add(member(name, header, extra));
        }
        if (read != end.directoryLength()) {
            throw damaged("its directory has " + read + " bytes and declares " + end.directoryLength());
        }
        return members;
    }

    private ByteBuffer next(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw damaged("it ends within its directory");
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void refuseLink(String name, ByteBuffer header) {
        int system = header.get(5);
        int mode = header.getInt(38) >>> 16;
        if ((system == UNIX || system == MACOS) && (mode & FILE_TYPE) == LINK) {
            throw new InvalidScreenException(
                    archive + ": entry '" + name + "' is a symbolic link; expected only files and folders");
        }
    }

    private ZipMember member(String name, ByteBuffer header, ByteBuffer extra) {
        Zip64Field wide = new Zip64Field(extra);
        long size = wide.or(header.getInt(24)); // in this order, as the extra field holds them
        long compressed = wide.or(header.getInt(20));
        long offset = wide.or(header.getInt(42));
        if (size < 0 || compressed < 0 || offset < 0) {
            throw damaged("entry '" + name + "' declares negative sizes");
        }
        boolean encrypted = (header.getShort(8) & 1) != 0;
        return new ZipMember(
                name, offset, offset, compressed, size, header.getInt(16), header.getShort(10) & 0xffff, encrypted);
    }

    /** An entry ends where the next one begins, so that no two decompress the same bytes. */
    private void setEnds(List<ZipMember> members, long directory) {
        members.sort(Comparator.comparingLong(ZipMember::offset));
        for (int i = 0; i < members.size(); i++) {
            ZipMember member = members.get(i);
            long end = i + 1 < members.size() ? members.get(i + 1).offset() : directory;
            long room = end - member.offset() - LOCAL_HEADER_LENGTH;
            if (member.compressed() > room) {
                String other = i + 1 < members.size() ? "'" + members.get(i + 1).name() + "'" : "the directory";
                throw new InvalidScreenException(archive + ": entry '" + member.name() + "' overlaps " + other
                        + "; expected entries that share no bytes");
            }
            members.set(i, member.withEnd(end));
        }
    }

    private void refuseBomb(List<ZipMember> members) throws IOException {
        long total = 0;
        for (ZipMember member : members) {
            total = Math.min(Long.MAX_VALUE / 2, total + Math.min(Long.MAX_VALUE / 4, member.size()));
        }
        if (total > HARMLESS_TOTAL && total / ZipMember.MOST_TIMES > channel.size()) {
            throw new InvalidScreenException(archive + " grows from " + channel.size() + " to " + total
                    + " bytes; expected at most " + ZipMember.MOST_TIMES + " times");
        }
    }

    private Map<String, ZipMember> byPath(List<ZipMember> members) {
        String top = EntryName.commonTop(members);
        Map<String, ZipMember> byPath = HashMap.newHashMap(members.size());
        for (ZipMember member : members) {
            if (!EntryName.isFolder(member.name()) && member.name().startsWith(top)) {
                ZipMember other = byPath.putIfAbsent(member.name().substring(top.length()), member);
                if (other != null) {
                    throw new InvalidScreenException(
                            archive + ": entry '" + member.name() + "' occurs twice; expected each name once");
                }
            }
        }
        return byPath;
    }

    private InvalidScreenException damaged(String how) {
        return new InvalidScreenException(archive + " is damaged: " + how + "; expected an undamaged zip archive");
    }

    /** The extra field with the values that do not fit 32 bits, in a fixed order. */
    private static final class Zip64Field {
        private static final short ID = 1;

        private final ByteBuffer values;

        Zip64Field(ByteBuffer extra) {
            ByteBuffer found = ByteBuffer.allocate(0);
            while (extra.remaining() >= 4) {
                short id = extra.getShort();
                int length = Math.min(extra.getShort() & 0xffff, extra.remaining());
                if (id == ID) {
                    found = extra.slice(extra.position(), length).order(ByteOrder.LITTLE_ENDIAN);
                }
                extra.position(extra.position() + length);
            }
            this.values = found;
        }

        /** The 32-bit value, unless it says that the next 64-bit value replaces it. */
        long or(int narrow) {
            return narrow == -1 && values.remaining() >= Long.BYTES ? values.getLong() : narrow & 0xffffffffL;
        }
    }
}
