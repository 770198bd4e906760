package io.wellstream.trainer.engine;

/** A part of the memory that training needs, and what it is for. */
public record MemoryPart(String what, long bytes) {
    public MemoryPart {
        if (bytes < 0) {
            throw new IllegalArgumentException(bytes + " bytes for " + what);
        }
    }
}
