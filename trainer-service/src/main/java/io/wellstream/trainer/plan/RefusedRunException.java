package io.wellstream.trainer.plan;

/** A run cannot be trained as requested; the message tells its author what to change. */
public final class RefusedRunException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RefusedRunException(String message) {
        super(message);
    }

    /** The message for a refused setting: its key, its value, and what is allowed. */
    public static RefusedRunException setting(String key, Object value, String allowed) {
        return new RefusedRunException(key + " is '" + value + "'; expected " + allowed);
    }
}
