package io.wellstream.ingest.files;

/** A file that is not used, e.g. because of its size; the rest of the screen is. */
public final class BadFileException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Finding finding;

    public BadFileException(Finding finding) {
        super(finding.problem());
        this.finding = finding;
    }

    BadFileException(String problem, String expected) {
        this(new Finding(problem, expected));
    }

    public static BadFileException tooLarge(long bytes, long most) {
        return new BadFileException("the file has " + bytes + " bytes", "at most " + most);
    }

    public Finding finding() {
        return finding;
    }
}
