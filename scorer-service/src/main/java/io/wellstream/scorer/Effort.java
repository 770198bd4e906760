package io.wellstream.scorer;

import io.wellstream.proto.v1.SubmissionCost;

/**
 * What a scorer has spent on all calls so far: the difference of two is what happened between them.
 *
 * @param seconds on a clock that begins anywhere
 * @param decodeSeconds of all threads
 * @param inferenceSeconds of all threads
 * @param busySeconds in which some thread decoded or computed
 * @param sites that went through a network, once for each view
 */
record Effort(double seconds, double decodeSeconds, double inferenceSeconds, double busySeconds, double sites) {
    SubmissionCost since(Effort before) {
        double passed = seconds - before.seconds;
        return SubmissionCost.newBuilder()
                .setSeconds(passed)
                .setSites(Math.round(sites - before.sites))
                .setDecodeSeconds(decodeSeconds - before.decodeSeconds)
                .setInferenceSeconds(inferenceSeconds - before.inferenceSeconds)
                .setOtherSeconds(Math.max(0, passed - (busySeconds - before.busySeconds)))
                .build();
    }
}
