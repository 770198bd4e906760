package io.wellstream.trainer.memory;

import io.wellstream.trainer.engine.MemoryPart;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The memory that a run will take at its peak, by part.
 *
 * @param outside the Java heap: what the training engine allocates
 * @param heap in the Java heap, apart from what the service holds anyway
 * @param window batches that may be requested and not yet used; each is held in the heap
 */
public record MemoryForecast(List<MemoryPart> outside, List<MemoryPart> heap, int window) {
    /** Of a run whose needs are unknown; nothing limits its window. */
    public static final MemoryForecast NOTHING = new MemoryForecast(List.of(), List.of(), Integer.MAX_VALUE);

    private static final long WORTH_NAMING = 10_000_000;

    public MemoryForecast {
        outside = List.copyOf(outside);
        heap = List.copyOf(heap);
    }

    public long outsideBytes() {
        return MemoryPart.sum(outside);
    }

    public long heapBytes() {
        return MemoryPart.sum(heap);
    }

    /** The large parts, largest first. */
    public String parts() {
        return Stream.concat(outside.stream(), heap.stream())
                .filter(part -> part.bytes() >= WORTH_NAMING)
                .sorted(Comparator.comparingLong(MemoryPart::bytes).reversed())
                .map(part -> part.what() + " " + gigabytes(part.bytes()))
                .collect(Collectors.joining(", "));
    }

    public io.wellstream.proto.v1.MemoryForecast toMessage() {
        return io.wellstream.proto.v1.MemoryForecast.newBuilder()
                .setNativeBytes(outsideBytes())
                .setHeapBytes(heapBytes())
                .setWindow(window)
                .setParts(parts())
                .build();
    }

    @Override
    public String toString() {
        return gigabytes(outsideBytes()) + " outside the Java heap and " + gigabytes(heapBytes()) + " in it";
    }

    static String gigabytes(long bytes) {
        return bytes < 1_000_000_000
                ? Math.round(bytes / 1e6) + " MB"
                : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
}
