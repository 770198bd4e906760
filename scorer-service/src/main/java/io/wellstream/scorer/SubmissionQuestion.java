package io.wellstream.scorer;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.imaging.screen.Treatment;
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
        Optional<String> missing = request.getMissing().isEmpty()
                ? Optional.empty()
                : Optional.of(RequestFields.valid("missing", () -> new Treatment(request.getMissing()))
                        .label());
        Set<ExperimentId> experiments = new TreeSet<>();
        for (String name : request.getExperimentsList()) {
            experiments.add(RequestFields.valid("experiments", () -> new ExperimentId(name)));
        }
        return new SubmissionQuestion(
                RequestFields.dataset(request.getDataset()),
                RequestFields.rule(request.getSiteRule()),
                missing,
                experiments,
                SubmissionOptions.parse(request));
    }
}
