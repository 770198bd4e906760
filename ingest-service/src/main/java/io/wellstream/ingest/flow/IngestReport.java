package io.wellstream.ingest.flow;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wellstream.ingest.source.Problem;
import java.util.Comparator;
import java.util.List;

/** The machine-readable list of a job's problems: a sorted JSON array with one entry per problem. */
public final class IngestReport {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Comparator<Entry> ORDER = Comparator.comparing(Entry::metadata)
            .thenComparingLong(Entry::row)
            .thenComparing(Entry::well)
            .thenComparingInt(Entry::site)
            .thenComparingInt(Entry::channel)
            .thenComparing(Entry::file)
            .thenComparing(Entry::problem);

    private IngestReport() {}

    /** One problem; a field that does not apply is empty or 0. */
    @JsonPropertyOrder({"file", "metadata", "row", "well", "site", "channel", "problem", "expected"})
    public record Entry(
            String file,
            String metadata,
            long row,
            String well,
            int site,
            int channel,
            String problem,
            String expected) {
        static Entry of(Problem problem) {
            Problem.Place place = problem.place();
            return new Entry(
                    place.file(),
                    place.metadata(),
                    place.row(),
                    place.well(),
                    place.site(),
                    place.channel(),
                    problem.problem(),
                    problem.expected());
        }
    }

    public static List<Entry> entries(List<Problem> problems) {
        return problems.stream().map(Entry::of).sorted(ORDER).toList();
    }

    /** The report's bytes: the same problems give the same bytes. */
    static byte[] encode(List<Problem> problems) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(entries(problems));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings and numbers can always be written", e);
        }
    }
}
