package io.wellstream.ingest.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wellstream.ingest.problem.Problem;
import java.util.List;

/** The machine-readable list of a job's problems: a sorted JSON array with one entry per problem. */
final class IngestReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private IngestReport() {}

    /** The report's bytes: the same problems give the same bytes. */
    static byte[] encode(List<Problem> problems) {
        try {
            return JSON.writerWithDefaultPrettyPrinter()
                    .writeValueAsBytes(problems.stream().sorted(Problem.ORDER).toList());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings and numbers can always be written", e);
        }
    }
}
