package io.wellstream.ingest;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes zip archives as no tool would: every field of the directory can lie. */
public final class RawZip {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<byte[]> directory = new ArrayList<>();

    /** What the directory says of an entry; changed before it is added. */
    public static final class Entry {
        private final String name;
        private final byte[] packed;
        private final int crc;
        private long size;
        private int method;
        private int flags;
        private int mode = 0100644;
        private int offset = -1;

        private Entry(String name, byte[] packed, byte[] content, int method) {
            this.name = name;
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

        /** Says that its bytes are those of the entry at this offset. */
        public Entry at(int other) {
            offset = other;
            return this;
        }
    }

    public static Entry stored(String name, String content) {
        byte[] text = content.getBytes(StandardCharsets.UTF_8);
        return new Entry(name, text, text, 0);
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
        return new Entry(name, packed.toByteArray(), content, 8);
    }

    public RawZip add(Entry entry) {
        byte[] name = entry.name.getBytes(StandardCharsets.UTF_8);
        int offset = entry.offset >= 0 ? entry.offset : bytes.size();
        if (entry.offset < 0) {
            ByteBuffer local = little(30)
                    .putInt(0x04034b50)
                    .putShort((short) 20)
                    .putShort((short) entry.flags)
                    .putShort((short) entry.method)
                    .putInt(0)
                    .putInt(entry.crc)
                    .putInt(entry.packed.length)
                    .putInt((int) entry.size)
                    .putShort((short) name.length)
                    .putShort((short) 0);
            bytes.writeBytes(written(local));
            bytes.writeBytes(name);
            bytes.writeBytes(entry.packed);
        }
        directory.add(header(entry, name, offset));
        return this;
    }

    private static byte[] header(Entry entry, byte[] name, int offset) {
        return written(little(46 + name.length)
                .putInt(0x02014b50)
                .putShort((short) (3 << 8 | 20))
                .putShort((short) 20)
                .putShort((short) entry.flags)
                .putShort((short) entry.method)
                .putInt(0)
                .putInt(entry.crc)
                .putInt(entry.packed.length)
                .putInt((int) entry.size)
                .putShort((short) name.length)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putInt(entry.mode << 16)
                .putInt(offset)
                .put(name));
    }

    public byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(bytes.toByteArray());
        directory.forEach(all::writeBytes);
        all.writeBytes(written(little(22)
                .putInt(0x06054b50)
                .putInt(0)
                .putShort((short) directory.size())
                .putShort((short) directory.size())
                .putInt(all.size() - bytes.size())
                .putInt(bytes.size())
                .putShort((short) 0)));
        return all.toByteArray();
    }

    private static byte[] written(ByteBuffer full) {
        byte[] all = new byte[full.capacity()];
        full.get(0, all);
        return all;
    }

    private static ByteBuffer little(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
