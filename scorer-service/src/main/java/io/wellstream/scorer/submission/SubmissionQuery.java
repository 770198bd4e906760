package io.wellstream.scorer.submission;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.imaging.screen.ExperimentId;
import io.wellstream.imaging.screen.Treatment;
import io.wellstream.proto.v1.BuildSubmissionRequest;
import io.wellstream.scorer.call.RequestFields;
import io.wellstream.scorer.experiment.ScoringOptions;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A valid BuildSubmission request. Whether its data set, experiments and models exist is checked later.
 *
 * @param missing the label for rows that cannot be predicted; empty if such rows are an error
 * @param experiments empty for all
 * @param evaluate whether wells with a known label are scored too
 */
public record SubmissionQuery(
        DatasetId dataset,
        Optional<String> missing,
        Set<ExperimentId> experiments,
        boolean evaluate,
        ScoringOptions options) {

    public static SubmissionQuery parse(BuildSubmissionRequest request) {
        Optional<String> missing = request.getMissing().isEmpty()
                ? Optional.empty()
                : Optional.of(RequestFields.valid("missing", () -> new Treatment(request.getMissing()))
                        .label());
        Set<ExperimentId> experiments = new TreeSet<>();
        for (String name : request.getExperimentsList()) {
            experiments.add(RequestFields.valid("experiments", () -> new ExperimentId(name)));
        }
        return new SubmissionQuery(
                RequestFields.dataset(request.getDataset()),
                missing,
                experiments,
                request.getEvaluate(),
                ScoringOptions.parse(request));
    }
}
