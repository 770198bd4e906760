package io.wellstream.ingest.files;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes invalid zip archives: every field of the directory and of a local header can be false. */
public final class RawZip {
    private static final int LOCAL_HEADER = 0x04034b50;
    private static final int DIRECTORY_HEADER = 0x02014b50;
    private static final int END = 0x06054b50;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<byte[]> directory = new ArrayList<>();
    private byte[] comment = new byte[0];
    private int hidden;
    private int shift;

    /** What the directory and the local header declare about an entry; set before the entry is added. */
    public static final class Entry {
        private final byte[] name;
        private final byte[] packed;
        private final int crc;
        private long size;
        private int method;
        private int flags;
        private int mode = 0100644;
        private int offset = -1;
        private byte[] localName;
        private int localExtra;
        private int localSize = -1;
        private byte[] extra = new byte[0];
        private byte[] trailing = new byte[0];
        private boolean damaged;

        private Entry(byte[] name, byte[] packed, byte[] content, int method) {
            this.name = name;
            this.localName = name;
            this.packed = packed;
            this.method = method;
            this.size = content.length;
            CRC32 sum = new CRC32();
            sum.update(content);
            this.crc = (int) sum.getValue();
        }

        public Entry size(long declared) {
            size = declared;
            return this;
        }

        public Entry method(int declared) {
            method = declared;
            return this;
        }

        public Entry encrypted() {
            flags = 1;
            return this;
        }

        public Entry link() {
            mode = 0120777;
            return this;
        }

        /** Declares that its bytes are those of the entry at this offset. */
        public Entry at(int other) {
            offset = other;
            return this;
        }

        /** Sets the name in the local header. */
        public Entry locally(String other) {
            localName = utf8(other);
            return this;
        }

        /** Declares an extra field of this length in the local header, which has none. */
        public Entry localExtra(int declared) {
            localExtra = declared;
            return this;
        }

        /** Sets both sizes in the local header. */
        public Entry localSize(int declared) {
            localSize = declared;
            return this;
        }

        /** Sets the extra field in the directory. */
        public Entry extra(byte[] bytes) {
            extra = bytes.clone();
            return this;
        }

        /** Adds bytes after the compressed data, which count as compressed. */
        public Entry trailing(byte[] bytes) {
            trailing = bytes.clone();
            return this;
        }

        /** Destroys the signature of the header in the directory. */
        public Entry damagedInDirectory() {
            damaged = true;
            return this;
        }

        private int packedLength() {
            return packed.length + trailing.length;
        }
    }

    public static Entry stored(String name, String content) {
        return stored(utf8(name), content);
    }

    public static Entry stored(byte[] name, String content) {
        return new Entry(name.clone(), utf8(content), utf8(content), 0);
    }

    public static Entry deflated(String name, byte[] content) {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(content);
        deflater.finish();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 16];
        while (!deflater.finished()) {
            packed.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return new Entry(utf8(name), packed.toByteArray(), content, 8);
    }

    public RawZip add(Entry entry) {
        int offset = entry.offset >= 0 ? entry.offset : bytes.size() - shift;
        if (entry.offset < 0) {
            addLocal(entry);
        }
        directory.add(header(entry, offset));
        return this;
    }

    private void addLocal(Entry entry) {
        ByteBuffer local = little(30)
                .putInt(LOCAL_HEADER)
                .putShort((short) 20)
                .putShort((short) entry.flags)
                .putShort((short) entry.method)
                .putInt(0)
                .putInt(entry.crc)
                .putInt(entry.localSize >= 0 ? entry.localSize : entry.packedLength())
                .putInt(entry.localSize >= 0 ? entry.localSize : (int) entry.size)
                .putShort((short) entry.localName.length)
                .putShort((short) entry.localExtra);
        bytes.writeBytes(written(local));
        bytes.writeBytes(entry.localName);
        bytes.writeBytes(entry.packed);
        bytes.writeBytes(entry.trailing);
    }

    private static byte[] header(Entry entry, int offset) {
        return written(little(46 + entry.name.length + entry.extra.length)
                .putInt(entry.damaged ? 0 : DIRECTORY_HEADER)
                .putShort((short) (3 << 8 | 20))
                .putShort((short) 20)
                .putShort((short) entry.flags)
                .putShort((short) entry.method)
                .putInt(0)
                .putInt(entry.crc)
                .putInt(entry.packedLength())
                .putInt((int) entry.size)
                .putShort((short) entry.name.length)
                .putShort((short) entry.extra.length)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putInt(entry.mode << 16)
                .putInt(offset)
                .put(entry.name)
                .put(entry.extra));
    }

    /** Sets the archive's comment. */
    public RawZip comment(byte[] text) {
        comment = text.clone();
        return this;
    }

    /** Excludes entries from the count in the end record. */
    public RawZip hiding(int entries) {
        hidden = entries;
        return this;
    }

    /** Adds bytes before the first entry, which the offsets count or do not count. */
    public RawZip behind(byte[] prefix, boolean counted) {
        shift = counted ? 0 : prefix.length;
        bytes.writeBytes(prefix);
        return this;
    }

    public byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(bytes.toByteArray());
        directory.forEach(all::writeBytes);
        all.writeBytes(end(directory.size() - hidden, all.size() - bytes.size(), bytes.size() - shift, comment.length));
        all.writeBytes(comment);
        return all.toByteArray();
    }

    private static byte[] end(int entries, int directoryLength, int directory, int commentLength) {
        return written(little(22)
                .putInt(END)
                .putInt(0)
                .putShort((short) entries)
                .putShort((short) entries)
                .putInt(directoryLength)
                .putInt(directory)
                .putShort((short) commentLength));
    }

    private static byte[] written(ByteBuffer full) {
        byte[] all = new byte[full.capacity()];
        full.get(0, all);
        return all;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static ByteBuffer little(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
