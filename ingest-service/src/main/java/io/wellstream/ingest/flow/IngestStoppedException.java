package io.wellstream.ingest.flow;

/** A job was stopped before its end; requested again, it continues. */
public final class IngestStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IngestStoppedException(String job) {
        super("job " + job + " was stopped; request it again to continue");
    }
}
