package io.wellstream.trainer.engine.torch;

import java.util.ArrayList;
import java.util.List;

/**
 * The samples of a batch that one device trains on.
 *
 * @param begin the first sample
 * @param end after the last one
 * @param of all samples of the batch
 */
record Share(int begin, int end, int of) {
    /** Batch norms cannot measure less. */
    private static final int FEWEST = 2;

    static Share whole(int samples) {
        return new Share(0, samples, samples);
    }

    /** One for each device; a batch with fewer than two samples for each is for the first devices only. */
    static List<Share> of(int samples, int devices) {
        int parts = Math.max(1, Math.min(devices, samples / FEWEST));
        List<Share> shares = new ArrayList<>();
        int begin = 0;
        for (int part = 0; part < parts; part++) {
            int end = begin + samples / parts + (part < samples % parts ? 1 : 0);
            shares.add(new Share(begin, end, samples));
            begin = end;
        }
        return shares;
    }

    int samples() {
        return end - begin;
    }

    boolean isWhole() {
        return samples() == of;
    }

    /** Of the batch, from 0 to 1. */
    double part() {
        return (double) samples() / of;
    }
}
