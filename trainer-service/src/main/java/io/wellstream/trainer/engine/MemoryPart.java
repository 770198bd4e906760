package io.wellstream.trainer.engine;

import java.util.List;

/** A part of the memory that training needs, and what it is for. */
public record MemoryPart(String what, long bytes) {
    public MemoryPart {
        if (bytes < 0) {
            throw new IllegalArgumentException(bytes + " bytes for " + what);
        }
    }

    /** The bytes of all parts. */
    public static long sum(List<MemoryPart> parts) {
        return parts.stream().mapToLong(MemoryPart::bytes).sum();
    }
}
