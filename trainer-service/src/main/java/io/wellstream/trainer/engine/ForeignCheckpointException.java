package io.wellstream.trainer.engine;

/** A checkpoint in a format that no engine of this trainer reads; a trainer that has the engine which wrote it can continue it. */
public final class ForeignCheckpointException extends RuntimeException {
    ForeignCheckpointException(String engines) {
        super("an earlier version wrote the newest checkpoint in a format that no engine of this trainer reads; it has "
                + engines + ": resume the run on a trainer with engine dl4j");
    }
}
