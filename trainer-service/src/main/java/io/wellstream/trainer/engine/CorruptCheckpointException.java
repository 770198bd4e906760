package io.wellstream.trainer.engine;

/** The bytes are not a checkpoint that this version can read. */
public final class CorruptCheckpointException extends RuntimeException {
    public CorruptCheckpointException(String problem) {
        super("not a checkpoint: " + problem);
    }

    public CorruptCheckpointException(String problem, Throwable cause) {
        super("not a checkpoint: " + problem, cause);
    }
}
