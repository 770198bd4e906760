package io.wellstream.ingest.job;

import io.wellstream.ingest.flow.IngestJob;
import io.wellstream.proto.v1.IngestFinished;

/** What a job ingests, for people: source, data set, and the settings that are not the default. */
final class JobText {
    private JobText() {}

    static String of(IngestJob job) {
        return text(job.source().toString(), job.dataset().name(), job.shard().of(), job.verify(), job.keepGone());
    }

    static String of(IngestFinished end) {
        return text(end.getSource(), end.getDataset(), end.getShards(), end.getVerify(), end.getKeepGone());
    }

    private static String text(String source, String dataset, int shards, boolean verify, boolean keepGone) {
        return (source.isEmpty() ? "" : source + " ")
                + "into data set " + dataset
                + (shards > 1 ? ", in " + shards + " shards" : "")
                + (verify ? ", verifying what is stored" : "")
                + (keepGone ? ", keeping wells that the screen no longer has" : "");
    }
}
