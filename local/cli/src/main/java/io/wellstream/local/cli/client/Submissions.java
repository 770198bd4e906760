package io.wellstream.local.cli.client;

import io.wellstream.local.cli.link.Part;
import io.wellstream.local.cli.link.SystemLink;
import io.wellstream.local.cli.terminal.Progress;
import io.wellstream.proto.v1.BuildSubmissionRequest;
import io.wellstream.proto.v1.SubmissionProgress;
import java.util.Set;

/** Has the scorer build submissions and shows the progress. */
public final class Submissions {
    private Submissions() {}

    /** Returns the last step, which holds the result. */
    public static SubmissionProgress build(SystemClient client, BuildSubmissionRequest request) {
        try (ScorerClient scorer = client.patientScorer();
                Progress progress = Progress.of("Scoring", "wells");
                SystemLink.Watching _ = client.link().watching(Set.of(Part.SCORER), progress::say)) {
            SubmissionProgress last =
                    scorer.buildSubmission(request, step -> progress.at(step.getWellsDone(), step.getWellsTotal()));
            progress.finish(String.format("%,d wells", last.getWellsDone()));
            return last;
        }
    }
}
