package io.wellstream.ingest.source;

/** A file that is there and is not read, e.g. for its size; the rest of the screen goes on. */
final class RefusedFileException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Problem.Finding finding;

    RefusedFileException(String problem, String expected) {
        super(problem);
        this.finding = new Problem.Finding(problem, expected);
    }

    static RefusedFileException tooLarge(long bytes, long most) {
        return new RefusedFileException("the file has " + bytes + " bytes", "at most " + most);
    }

    Problem.Finding finding() {
        return finding;
    }
}
