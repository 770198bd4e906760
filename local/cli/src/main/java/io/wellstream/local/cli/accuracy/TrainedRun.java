package io.wellstream.local.cli.accuracy;

import java.util.OptionalDouble;

/**
 * What one run of the benchmark took.
 *
 * @param leaking accuracy on held-back sites of the training wells, if the run was split by random sites
 * @param digest of the parameters, in hexadecimal; empty if it is not known
 */
record TrainedRun(String arm, String cellType, long seed, Work work, OptionalDouble leaking, String digest) {
    /**
     * @param seconds of training, with the waits for batches
     * @param starved seconds of waiting for batches
     * @param samples trained on
     */
    record Work(double seconds, double starved, long samples) {}
}
