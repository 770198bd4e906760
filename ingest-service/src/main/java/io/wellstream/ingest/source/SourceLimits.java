package io.wellstream.ingest.source;

/**
 * How much is read of a screen whose author is not trusted.
 *
 * @param imageBytes the largest image file
 * @param metadataBytes the largest CSV file
 * @param metadataRows the most rows of a CSV file
 * @param archiveEntries the most entries of an archive, folders included
 */
public record SourceLimits(long imageBytes, long metadataBytes, long metadataRows, int archiveEntries) {
    public static final SourceLimits DEFAULT = new SourceLimits(16L << 20, 64L << 20, 500_000, 1_000_000);

    private static final long LONGEST_ARRAY = 1L << 30;

    public SourceLimits {
        if (imageBytes < 1 || imageBytes > LONGEST_ARRAY || metadataBytes < 1 || metadataBytes > LONGEST_ARRAY) {
            throw new IllegalArgumentException(imageBytes + " bytes of an image, " + metadataBytes
                    + " of a CSV file; expected 1 to " + LONGEST_ARRAY);
        }
        if (metadataRows < 1 || archiveEntries < 1) {
            throw new IllegalArgumentException(
                    metadataRows + " rows, " + archiveEntries + " entries; expected 1 or more");
        }
    }
}
