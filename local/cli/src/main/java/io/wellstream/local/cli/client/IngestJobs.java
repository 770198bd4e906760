package io.wellstream.local.cli.client;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.local.cli.link.SystemLink;
import io.wellstream.local.cli.terminal.Progress;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.store.CorruptObjectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Starts ingest jobs and follows them to their end. */
public final class IngestJobs {
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration SUMMARY = Duration.ofSeconds(30);

    private static final String ASK_AGAIN = "'wellstream ingest' writes a new one, and uploads nothing that is there";

    private final SystemClient client;

    public IngestJobs(SystemClient client) {
        this.client = client;
    }

    /**
     * The outcome of an ingest job.
     *
     * @param wells wells with at least one whole site
     * @param problems the report's entries: file, metadata, row, well, site, channel, problem, expected
     */
    public record Outcome(String job, long wellsExpected, long wells, long objectsPut, JsonArray problems) {}

    /**
     * How a screen is ingested.
     *
     * @param verify whether stored objects of unchanged wells are checked
     * @param keepGone whether wells that the screen no longer has stay in the data set
     */
    public record Options(boolean verify, boolean keepGone) {}

    /** Runs one job that withdraws wells that the screen no longer has. */
    public Outcome run(DatasetId dataset, Path source, boolean verify) throws InterruptedException {
        return run(dataset, source, new Options(verify, false));
    }

    /** Runs one job, also across restarts of the service. A job that does not finish is an error with the reason. */
    public Outcome run(DatasetId dataset, Path source, Options options) throws InterruptedException {
        String job = RequestNames.of("ingest");
        HttpApi api = client.patientIngestApi();
        JsonObject request = new JsonObject();
        request.addProperty("id", job);
        request.addProperty("dataset", dataset.name());
        request.addProperty("source", source.toString());
        request.addProperty("verify", options.verify());
        if (options.keepGone()) {
            request.addProperty("keepGone", true); // services of earlier versions do not know it
        }
        JsonObject status = api.post("/v1/ingests", request).getAsJsonObject();
        try (Progress progress = Progress.of("Ingesting", "wells");
                SystemLink.Watching _ = client.link().watching(Set.of(), progress::say)) {
            String said = "";
            while (isUnderWay(state(status))) {
                TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
                status = follow(api, job, request);
                JsonObject counts = status.getAsJsonObject("progress");
                progress.at(done(counts), number(counts, "wellsExpected"));
                said = sayWait(status, said, progress);
            }
            Outcome outcome = outcome(job, status);
            progress.finish(String.format(
                    Locale.ROOT,
                    "%,d of %,d wells, %,d objects uploaded",
                    outcome.wells(),
                    outcome.wellsExpected(),
                    outcome.objectsPut()));
            return outcome;
        }
    }

    /** What a finished job found, by cause; waits a moment for the service to know it. */
    public JsonObject summary(String job) throws InterruptedException {
        HttpApi api = client.patientIngestApi();
        long deadline = System.nanoTime() + SUMMARY.toNanos();
        while (true) {
            Optional<JsonElement> summary = api.find("/v1/ingests/" + job + "/summary");
            if (summary.isPresent()) {
                return summary.get().getAsJsonObject();
            }
            if (System.nanoTime() - deadline > 0) {
                throw new UserError("the ingest service does not know the end of ingest " + job + " yet; ask again with"
                        + " wellstream status");
            }
            TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
        }
    }

    /** Says once what the job waits for, and once that it goes on; figures in the reason change all the time. */
    private static String sayWait(JsonObject status, String said, Progress progress) {
        String message = isUnderWay(state(status)) ? status.get("message").getAsString() : "";
        if (message.isEmpty() != said.isEmpty()) {
            String job = "Job " + status.get("id").getAsString() + " ";
            progress.say(message.isEmpty() ? job + "goes on." : job + message);
        }
        return message;
    }

    /** The job's status. Starts the job again if the service was stopped or has lost it. */
    private static JsonObject follow(HttpApi api, String job, JsonObject request) {
        Optional<JsonObject> status = api.find("/v1/ingests/" + job).map(JsonElement::getAsJsonObject);
        return status.filter(known -> !state(known).equals("stopped"))
                .orElseGet(() -> api.post("/v1/ingests", request).getAsJsonObject());
    }

    private Outcome outcome(String job, JsonObject status) {
        if (!state(status).startsWith("finished")) {
            throw new UserError("ingest " + job + " " + state(status) + ": "
                    + status.get("message").getAsString());
        }
        JsonObject counts = status.getAsJsonObject("progress");
        return new Outcome(
                job,
                number(counts, "wellsExpected"),
                number(counts, "wellsPublished") + number(counts, "wellsUnchanged"),
                number(counts, "objectsPut"),
                problems(status));
    }

    /** The complete list, from the report object; the status has only the first entries. */
    private JsonArray problems(JsonObject status) {
        if (status.get("problemCount").getAsInt() == 0) {
            return new JsonArray();
        }
        ObjectKey key = new ObjectKey(status.get("report").getAsString());
        try {
            return client.withStore(store -> store.read(key)
                    .map(report -> JsonParser.parseString(new String(report.bytes(), StandardCharsets.UTF_8))
                            .getAsJsonArray())
                    .orElseThrow(() -> new UserError("the report " + key + " is not in the store; " + ASK_AGAIN)));
        } catch (CorruptObjectException e) {
            throw new UserError(e.getMessage() + "; " + ASK_AGAIN);
        }
    }

    private static boolean isUnderWay(String state) {
        return state.equals("queued") || state.equals("running");
    }

    private static String state(JsonObject status) {
        return status.get("state").getAsString();
    }

    private static long done(JsonObject counts) {
        return number(counts, "wellsPublished") + number(counts, "wellsUnchanged") + number(counts, "wellsFailed");
    }

    private static long number(JsonObject counts, String name) {
        return counts.get(name).getAsLong();
    }
}
