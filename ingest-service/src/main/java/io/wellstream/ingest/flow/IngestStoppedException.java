package io.wellstream.ingest.flow;

/** A job was asked to stop before its end; asked for again, it goes on where it was. */
public final class IngestStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IngestStoppedException(String job) {
        super("job " + job + " was stopped; ask for it again to go on");
    }
}
