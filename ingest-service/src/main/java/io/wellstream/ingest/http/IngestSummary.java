package io.wellstream.ingest.http;

import io.wellstream.proto.v1.FlaggedPlate;
import io.wellstream.proto.v1.IngestFinished;
import io.wellstream.proto.v1.ProblemCause;
import java.util.List;

/** What a finished job found, by cause, as the HTTP interface shows it. */
public record IngestSummary(String id, String dataset, List<Cause> problems, List<Cause> notes, List<Flagged> flagged) {
    /** All problems of one cause: what was found and expected, how many, and where the first few are. */
    public record Cause(String cause, long count, List<String> first) {
        private static Cause of(ProblemCause cause) {
            return new Cause(cause.getCause(), cause.getCount(), List.copyOf(cause.getFirstList()));
        }
    }

    /** A plate that quality control flags, with the first few of its flags. */
    public record Flagged(String experiment, String plate, long flags, List<String> first) {
        private static Flagged of(FlaggedPlate plate) {
            return new Flagged(
                    plate.getExperiment(), plate.getPlate(), plate.getFlags(), List.copyOf(plate.getFirstList()));
        }
    }

    static IngestSummary of(IngestFinished end) {
        return new IngestSummary(
                end.getJob(),
                end.getDataset(),
                end.getProblemGroupsList().stream().map(Cause::of).toList(),
                end.getNotesList().stream().map(Cause::of).toList(),
                end.getFlaggedList().stream().map(Flagged::of).toList());
    }
}
