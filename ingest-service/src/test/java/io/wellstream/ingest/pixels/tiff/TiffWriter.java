package io.wellstream.ingest.pixels.tiff;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;

/** Writes TIFF files of 16-bit grey in every form that is read, and with false tags. */
public final class TiffWriter {
    private final boolean big;
    private final ByteOrder order;
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private final List<Map<Integer, long[]>> pages = new ArrayList<>();

    public TiffWriter(boolean big, ByteOrder order) {
        this.big = big;
        this.order = order;
        data.writeBytes(new byte[big ? 16 : 8]);
    }

    /** A little-endian file of strips without compression. */
    public static byte[] plain(int width, int height, int... levels) {
        return new TiffWriter(false, ByteOrder.LITTLE_ENDIAN)
                .page(width, height, levels, false, false)
                .write();
    }

    /** Adds a page: in tiles of 16 × 16 or in strips of 5 rows, deflated differences or as it is. */
    public TiffWriter page(int width, int height, int[] levels, boolean tiled, boolean deflated) {
        int across = tiled ? 16 : width;
        int down = tiled ? 16 : 5;
        List<Long> offsets = new ArrayList<>();
        List<Long> lengths = new ArrayList<>();
        for (int top = 0; top < height; top += down) {
            for (int left = 0; left < width; left += across) {
                int rows = tiled ? down : Math.min(down, height - top);
                byte[] segment = segment(levels, width, new int[] {left, top, across, rows}, deflated);
                offsets.add((long) data.size());
                lengths.add((long) segment.length);
                data.writeBytes(segment);
            }
        }
        Map<Integer, long[]> tags = new TreeMap<>();
        tags.put(256, new long[] {width});
        tags.put(257, new long[] {height});
        tags.put(258, new long[] {16});
        tags.put(259, new long[] {deflated ? 8 : 1});
        tags.put(262, new long[] {1});
        tags.put(tiled ? 324 : 273, offsets.stream().mapToLong(i -> i).toArray());
        tags.put(tiled ? 325 : 279, lengths.stream().mapToLong(i -> i).toArray());
        if (tiled) {
            tags.put(322, new long[] {across});
            tags.put(323, new long[] {down});
        } else {
            tags.put(278, new long[] {down});
        }
        if (deflated) {
            tags.put(317, new long[] {2});
        }
        pages.add(tags);
        return this;
    }

    /** Replaces a tag of the last page. */
    public TiffWriter tag(int number, long... values) {
        pages.getLast().put(number, values);
        return this;
    }

    private byte[] segment(int[] levels, int width, int[] place, boolean deflated) {
        int height = levels.length / width;
        ByteBuffer bytes = ByteBuffer.allocate(2 * place[2] * place[3]).order(order);
        for (int y = place[1]; y < place[1] + place[3]; y++) {
            int left = 0;
            for (int x = place[0]; x < place[0] + place[2]; x++) {
                int level = x < width && y < height ? levels[y * width + x] : 0;
                bytes.putShort((short) (deflated ? level - left : level));
                left = level;
            }
        }
        return deflated ? deflate(bytes.array()) : bytes.array();
    }

    public byte[] write() {
        List<Integer> starts = new ArrayList<>();
        List<Integer> links = new ArrayList<>();
        for (Map<Integer, long[]> tags : pages) {
            Map<Integer, Integer> elsewhere = new TreeMap<>();
            tags.forEach((tag, values) -> {
                if (values.length > 1) {
                    elsewhere.put(tag, data.size());
                    for (long value : values) {
                        number(value, big ? 8 : 4);
                    }
                }
            });
            starts.add(data.size());
            number(tags.size(), big ? 8 : 2);
            tags.forEach((tag, values) -> {
                number(tag, 2);
                number(big ? 16 : 4, 2);
                number(values.length, big ? 8 : 4);
                number(values.length > 1 ? elsewhere.get(tag) : values[0], big ? 8 : 4);
            });
            links.add(data.size());
            number(0, big ? 8 : 4);
        }
        ByteBuffer file = ByteBuffer.wrap(data.toByteArray()).order(order);
        file.put((byte) (order == ByteOrder.BIG_ENDIAN ? 'M' : 'I'));
        file.put((byte) (order == ByteOrder.BIG_ENDIAN ? 'M' : 'I'));
        file.putShort((short) (big ? 43 : 42));
        if (big) {
            file.putShort((short) 8).putShort((short) 0);
        }
        int link = big ? 8 : 4;
        for (int i = 0; i < starts.size(); i++) {
            if (big) {
                file.putLong(link, starts.get(i));
            } else {
                file.putInt(link, starts.get(i));
            }
            link = links.get(i);
        }
        return file.array();
    }

    private void number(long value, int size) {
        ByteBuffer number = ByteBuffer.allocate(8).order(order);
        switch (size) {
            case 2 -> number.putShort((short) value);
            case 4 -> number.putInt((int) value);
            default -> number.putLong(value);
        }
        data.write(number.array(), 0, size);
    }

    private static byte[] deflate(byte[] bytes) {
        try (Deflater deflater = new Deflater()) {
            deflater.setInput(bytes);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[4096];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        }
    }
}
