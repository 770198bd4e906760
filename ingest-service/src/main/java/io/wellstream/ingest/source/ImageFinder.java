package io.wellstream.ingest.source;

/** Finds the image that a file of the screen is. */
interface ImageFinder {
    /** What a file is. */
    sealed interface Found {}

    /**
     * An image that a row names.
     *
     * @param expected the path that the row gives it, which may be spelled differently
     */
    record Named(MetadataRow row, int site, String expected) implements Found {}

    /** An image that no row names, and why. */
    record Unnamed(String problem, String expected) implements Found {}

    Found find(String path);
}
