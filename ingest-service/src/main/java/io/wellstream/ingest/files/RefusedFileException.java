package io.wellstream.ingest.files;

/** A file that exists and is not read, e.g. because of its size; the rest of the screen is read. */
public final class RefusedFileException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Finding finding;

    RefusedFileException(String problem, String expected) {
        super(problem);
        this.finding = new Finding(problem, expected);
    }

    static RefusedFileException tooLarge(long bytes, long most) {
        return new RefusedFileException("the file has " + bytes + " bytes", "at most " + most);
    }

    public Finding finding() {
        return finding;
    }
}
