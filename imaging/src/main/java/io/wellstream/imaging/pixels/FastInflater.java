package io.wellstream.imaging.pixels;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.Adler32;

/**
 * Inflates a whole zlib stream (RFC 1950, RFC 1951) of known size, faster than {@link java.util.zip.Inflater} on noisy images: it looks up
 * to three literals up at once. It only says whether the stream is regular and its checksum right. {@link PngInflater} leaves
 * everything else, and the wording of errors, to the platform's inflater.
 */
final class FastInflater {
    /** How many bytes the output must have after its size: writes may go beyond it before that is noticed. */
    static final int SLACK = 300;

    /** The smallest multiple of each short distance that is at least 8: the pixels there are the same. */
    private static final int[] FAR = {0, 8, 8, 9, 8, 10, 12, 14};

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final BitReader bits;
    private final byte[] out;
    private final int size;
    private final DeflateCodes codes = new DeflateCodes();
    private int filled;

    /**
     * @param in the stream, then {@link BitReader#SLACK} bytes
     * @param end of the stream
     * @param out at least {@link #SLACK} bytes longer than the size
     * @param size that the stream has when it is inflated
     */
    FastInflater(byte[] in, int end, byte[] out, int size) {
        this.bits = new BitReader(in, end);
        this.out = out;
        this.size = size;
    }

    /** Inflates; returns whether the stream is regular, has exactly the size and ends at the input's end. */
    boolean inflate() {
        bits.refill();
        int method = bits.take(8);
        int flags = bits.take(8);
        if ((method & 15) != 8 || method >>> 4 > 7 || ((method << 8) | flags) % 31 != 0 || (flags & 32) != 0) {
            return false;
        }
        boolean last = false;
        while (!last) {
            bits.refill();
            last = bits.take(1) == 1;
            if (!block(bits.take(2)) || bits.isOver()) {
                return false;
            }
        }
        return filled == size && checksum();
    }

    private boolean block(int kind) {
        return switch (kind) {
            case 0 -> copyStored();
            case 1 -> codes.useFixed() && inflateBlock();
            case 2 -> codes.read(bits) && inflateBlock();
            default -> false;
        };
    }

    private boolean checksum() {
        Adler32 adler = new Adler32();
        adler.update(out, 0, size);
        int at = bits.takeBytes(Integer.BYTES);
        return at >= 0 && bits.isAtEnd() && (int) adler.getValue() == PngHeader.readInt(bits.in, at);
    }

    private boolean copyStored() {
        int header = bits.takeBytes(Integer.BYTES);
        if (header < 0) {
            return false;
        }
        int lengths = (int) INTS.get(bits.in, header);
        int length = lengths & 0xffff;
        if (length != (~lengths >>> 16) || length > size - filled) {
            return false;
        }
        int start = bits.takeBytes(length);
        if (start < 0) {
            return false;
        }
        System.arraycopy(bits.in, start, out, filled, length);
        filled += length;
        return true;
    }

    /** Inflates the symbols of a block up to its end. Its state is in local variables, for the compiler. */
    private boolean inflateBlock() {
        int[] literals = codes.literals.entries;
        int[] distances = codes.distances.entries;
        byte[] in = bits.in;
        byte[] to = out;
        long buffer = bits.buffer;
        int count = bits.bits;
        int position = bits.position;
        int limit = bits.limit;
        int most = size;
        int at = filled;
        boolean ended = false;
        while (position <= limit && at <= most) {
            buffer |= (long) BitReader.LONGS.get(in, position) << count;
            position += (63 - count) >>> 3;
            count |= 56; // enough for three looked-up codes, or for a length and a distance with their extra bits
            int entry = literals[(int) buffer & DeflateCodes.LITERAL_MASK];
            if ((entry & HuffmanTable.LITERALS) != 0) {
                INTS.set(to, at, entry >>> 8);
                at += (entry >>> 6) & 3;
                buffer >>>= entry; // by its lowest six bits
                count -= entry & HuffmanTable.BITS;
                entry = literals[(int) buffer & DeflateCodes.LITERAL_MASK];
                if ((entry & HuffmanTable.LITERALS) != 0) {
                    INTS.set(to, at, entry >>> 8);
                    at += (entry >>> 6) & 3;
                    buffer >>>= entry;
                    count -= entry & HuffmanTable.BITS;
                    entry = literals[(int) buffer & DeflateCodes.LITERAL_MASK];
                    if ((entry & HuffmanTable.LITERALS) != 0) {
                        INTS.set(to, at, entry >>> 8);
                        at += (entry >>> 6) & 3;
                        buffer >>>= entry;
                        count -= entry & HuffmanTable.BITS;
                        continue;
                    }
                }
                if (position > limit) {
                    break;
                }
                buffer |= (long) BitReader.LONGS.get(in, position) << count;
                position += (63 - count) >>> 3;
                count |= 56;
            }
            if ((entry & HuffmanTable.KIND) == HuffmanTable.SECOND_TABLE) {
                entry = second(literals, entry, buffer >>> DeflateCodes.LITERAL_BITS);
                if ((entry & HuffmanTable.LITERALS) != 0) {
                    to[at++] = (byte) (entry >>> 8);
                    buffer >>>= entry;
                    count -= entry & HuffmanTable.BITS;
                    continue;
                }
            }
            int taken = entry & HuffmanTable.BITS;
            int length = value(entry, buffer);
            buffer >>>= taken;
            count -= taken;
            if ((entry & HuffmanTable.KIND) != HuffmanTable.BASE) {
                ended = (entry & HuffmanTable.KIND) == HuffmanTable.END;
                break;
            }
            entry = distances[(int) buffer & DeflateCodes.DISTANCE_MASK];
            if ((entry & HuffmanTable.KIND) == HuffmanTable.SECOND_TABLE) {
                entry = second(distances, entry, buffer >>> DeflateCodes.DISTANCE_BITS);
            }
            taken = entry & HuffmanTable.BITS;
            int distance = value(entry, buffer);
            buffer >>>= taken;
            count -= taken;
            if ((entry & HuffmanTable.KIND) != HuffmanTable.BASE || distance > at) {
                break;
            }
            copy(to, at, distance, length);
            at += length;
        }
        bits.buffer = buffer;
        bits.bits = count;
        bits.position = position;
        filled = at;
        return ended && at <= size;
    }

    private static int second(int[] entries, int entry, long next) {
        return entries[HuffmanTable.value(entry) + ((int) next & ((1 << HuffmanTable.extraBits(entry)) - 1))];
    }

    private static int value(int entry, long buffer) {
        int all = entry & HuffmanTable.BITS;
        int extra = (int) buffer & ((1 << all) - 1);
        return HuffmanTable.value(entry) + (extra >>> (all - HuffmanTable.extraBits(entry)));
    }

    /** Copies at least as many bytes as the match has; what is too much is overwritten later. */
    private static void copy(byte[] bytes, int at, int distance, int length) {
        int from = at - distance;
        int far = distance;
        if (distance < Long.BYTES) {
            for (int i = 0; i < Long.BYTES; i++) {
                bytes[at + i] = bytes[from + i];
            }
            far = FAR[distance];
        } else {
            BitReader.LONGS.set(bytes, at, (long) BitReader.LONGS.get(bytes, from));
        }
        if (length > Long.BYTES) {
            for (int i = at + Long.BYTES; i < at + length; i += 2 * Long.BYTES) {
                BitReader.LONGS.set(bytes, i, (long) BitReader.LONGS.get(bytes, i - far));
                BitReader.LONGS.set(bytes, i + Long.BYTES, (long) BitReader.LONGS.get(bytes, i + Long.BYTES - far));
            }
        }
    }
}
