package io.wellstream.trainer.memory;

import io.wellstream.proto.v1.RunSpecification;

/**
 * What the plan of a run takes in the Java heap while it is made, counted object by object. The sizes are those of a heap below 32 GB, where a
 * reference has four bytes and an object's header twelve. {@code PlanHeapTest} compares them with a measurement.
 *
 * @param wells that the run reads from its manifest
 * @param sites of these wells
 * @param channels of a site
 * @param pageWells of the largest page, which is read as a message
 * @param manifestBytes of the object that lists the pages; 0 if there is no manifest yet. One of an earlier version has no pages and all wells.
 */
public record PlanMemory(long wells, long sites, int channels, long pageWells, long manifestBytes) {
    /** Of nothing. */
    static final PlanMemory NONE = new PlanMemory(0, 0, 0, 0, 0);

    private static final int ARRAY = 16; // and its elements
    private static final int REFERENCE = 4;

    /** The well, its id, the list of its sites, and its place in the list of wells. */
    private static final int WELL = 40 + 24 + 24 + REFERENCE;

    /** The site, its id, the digest of its object, and its statistics without the numbers. */
    private static final int SITE = 32 + 24 + (24 + ARRAY + 32) + 24;

    /** The example that is made of the site, and its places in its list and in the orders of two epochs. */
    private static final int EXAMPLE = 24 + REFERENCE + 2 * Integer.BYTES;

    /** What the normaliser is made of: a record of the site, and its places in lists before and after sorting. */
    private static final int FOR_NORMALIZER = 32 + 3 * REFERENCE;

    /** A list of one or two has no array. */
    private static final int WITHOUT_ARRAY = 2;

    /** The record of a well from the table, with two sites of six channels, and its part of a page as a message and as bytes. */
    private static final long MESSAGES_PER_WELL = 5_000;

    /** Bytes of a message, and of the object, for each byte of the object. */
    private static final int MESSAGE_PER_BYTE = 6;

    /** All of it at its peak. */
    long bytes(RunSpecification run) {
        long held = held();
        long corrected = run.getIllumination().isEmpty() ? 0 : held; // the sites as they are, and as they are corrected
        return held + corrected + sites * FOR_NORMALIZER + atOnce();
    }

    /** The messages that are in memory at one time: of an experiment, or of a manifest without pages. */
    public long atOnce() {
        return Math.max(pageWells * MESSAGES_PER_WELL, manifestBytes * MESSAGE_PER_BYTE);
    }

    /** What remains until the run ends. */
    public long held() {
        long lists = sites > WITHOUT_ARRAY * wells ? wells * ARRAY + sites * REFERENCE : 0;
        long statistics = 2L * aligned(ARRAY + channels * Float.BYTES);
        return wells * WELL + lists + sites * (SITE + statistics + EXAMPLE);
    }

    private static long aligned(long bytes) {
        return (bytes + 7) / 8 * 8;
    }
}
