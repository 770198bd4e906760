package io.wellstream.scorer;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.proto.v1.BuildSubmissionRequest;
import io.wellstream.proto.v1.SiteRule;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A BuildSubmission request that makes sense in itself.
 *
 * @param missing what is written into rows that cannot be predicted; empty: such rows are an error
 * @param experiments empty: all
 */
record SubmissionQuestion(
        DatasetId dataset,
        SiteRule rule,
        Optional<String> missing,
        Set<ExperimentId> experiments,
        SubmissionOptions options) {

    static SubmissionQuestion parse(BuildSubmissionRequest request) {
        String missing = request.getMissing();
        if (missing.chars().anyMatch(c -> c == ',' || c == '"' || c < ' ')) {
            throw new ScorerException.InvalidRequest(
                    "missing: '" + missing + "' cannot stand in a CSV as a label; expected one of the screen's labels");
        }
        Set<ExperimentId> experiments = new TreeSet<>();
        for (String name : request.getExperimentsList()) {
            try {
                experiments.add(new ExperimentId(name));
            } catch (IllegalArgumentException e) {
                throw new ScorerException.InvalidRequest("experiments: " + e.getMessage());
            }
        }
        return new SubmissionQuestion(
                PredictQuestion.dataset(request.getDataset()),
                PredictQuestion.rule(request.getSiteRule()),
                missing.isEmpty() ? Optional.empty() : Optional.of(missing),
                experiments,
                SubmissionOptions.parse(request));
    }
}
