package io.wellstream.ingest.problem;

/**
 * A line of a metadata file.
 *
 * @param file relative to the screen's folder
 * @param number from 1
 */
public record Line(String file, long number) {
    @Override
    public String toString() {
        return file + ", row " + number;
    }
}
