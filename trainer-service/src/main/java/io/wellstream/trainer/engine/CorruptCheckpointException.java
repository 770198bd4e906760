package io.wellstream.trainer.engine;

/** Bytes that should be a checkpoint are not one that this version reads. */
public final class CorruptCheckpointException extends RuntimeException {
    public CorruptCheckpointException(String problem) {
        super("not a checkpoint: " + problem);
    }

    public CorruptCheckpointException(String problem, Throwable cause) {
        super("not a checkpoint: " + problem, cause);
    }
}
