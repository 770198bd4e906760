package io.wellstream.ingest.pixels.tiff;

import io.wellstream.imaging.pixels.BadImageException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A directory of a TIFF file: the tags of one page. Values are read when they are asked for. */
record TiffDirectory(TiffBytes bytes, long at, int entries) {
    private static final int MOST_PAGES = 4_096;
    private static final int MOST_TAGS = 512;
    private static final int NEW_SUBFILE_TYPE = 254;
    private static final int REDUCED = 1;

    /** The directories of a file's pages, without those of reduced copies. */
    static List<TiffDirectory> all(TiffBytes bytes) throws BadImageException {
        List<TiffDirectory> all = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        long at = bytes.number(bytes.big() ? 8 : 4, bytes.offsetBytes());
        while (at != 0) {
            if (!seen.add(at)) {
                throw new BadImageException("TIFF is damaged: its list of pages has no end");
            }
            if (seen.size() > MOST_PAGES) {
                throw new BadImageException("TIFF has more than " + MOST_PAGES + " pages");
            }
            TiffDirectory directory = at(bytes, at);
            if ((directory.number(NEW_SUBFILE_TYPE, 0) & REDUCED) == 0) {
                all.add(directory);
            }
            at = bytes.number(directory.end(), bytes.offsetBytes());
        }
        return all;
    }

    private static TiffDirectory at(TiffBytes bytes, long at) throws BadImageException {
        int countBytes = bytes.big() ? 8 : 2;
        long count = bytes.number(at, countBytes);
        if (count < 1 || count > MOST_TAGS) {
            throw new BadImageException(
                    "TIFF is damaged: a page of " + Long.toUnsignedString(count) + " tags; expected 1 to " + MOST_TAGS);
        }
        TiffDirectory directory = new TiffDirectory(bytes, at + countBytes, (int) count);
        bytes.require(directory.at, (long) directory.entries * directory.entryBytes());
        return directory;
    }

    private int entryBytes() {
        return 4 + 2 * bytes.offsetBytes();
    }

    private long end() {
        return at + (long) entries * entryBytes();
    }

    /** The single value of a tag, or another number if the page has no such tag. */
    long number(int tag, long otherwise) throws BadImageException {
        long[] values = numbers(tag, 1);
        return values.length == 0 ? otherwise : values[0];
    }

    /**
     * The values of a tag; none if the page has no such tag.
     *
     * @param most how many are read
     */
    long[] numbers(int tag, int most) throws BadImageException {
        for (int i = 0; i < entries; i++) {
            long entry = at + (long) i * entryBytes();
            if (bytes.number(entry, 2) == tag) {
                return values(tag, entry, most);
            }
        }
        return new long[0];
    }

    private long[] values(int tag, long entry, int most) throws BadImageException {
        int type = (int) bytes.number(entry + 2, 2);
        int size =
                switch (type) {
                    case 1, 7 -> 1;
                    case 3 -> 2;
                    case 4, 13 -> 4;
                    case 16, 18 -> 8;
                    default ->
                        throw new BadImageException(
                                "TIFF is damaged: tag " + tag + " has type " + type + "; expected whole numbers");
                };
        long count = bytes.number(entry + 4, bytes.offsetBytes());
        if (count < 1 || count > Math.max(most, bytes.file().length / size)) {
            throw new BadImageException(
                    "TIFF is damaged: tag " + tag + " has " + Long.toUnsignedString(count) + " values");
        }
        long inline = entry + 4 + bytes.offsetBytes();
        long start = count * size <= bytes.offsetBytes() ? inline : bytes.number(inline, bytes.offsetBytes());
        bytes.require(start, count * size);
        long[] values = new long[(int) Math.min(most, count)];
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes.number(start + (long) i * size, size);
        }
        return values;
    }
}
