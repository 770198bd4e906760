package io.wellstream.wire.store;

/** The object store has no space for a new object. Reading, replacing and deleting go on; the put succeeds when space is freed. */
public final class StoreFullException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String said;

    /** @param said the store's own words; may be empty */
    StoreFullException(String message, String said, Throwable cause) {
        super(message, cause);
        this.said = said;
    }

    /** What a put waits for, as in {@code waits for space in the object store: 12 MB are free …}. */
    public String awaited() {
        return "space in the object store" + (said.isBlank() ? "" : ": " + said);
    }
}
