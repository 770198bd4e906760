package io.wellstream.ingest.files;

/** What was found, and what was expected in its place. */
public record Finding(String problem, String expected) {
    /** What an exception's message says was found. */
    public static Finding of(Exception problem, String expected) {
        return new Finding(String.valueOf(problem.getMessage()), expected);
    }
}
