package io.wellstream.local.cli.summary;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What an ingest found, as lines for a terminal: a line per cause, and one for the plates that quality control flags. */
public final class IngestFindings {
    private static final int MOST_CAUSES = 20;
    private static final int MOST_PLATES = 5;

    private IngestFindings() {}

    /** The problems by cause. */
    public static List<String> problems(JsonObject summary) {
        return causes(summary.getAsJsonArray("problems"));
    }

    /** What is worth knowing, by cause, and the flagged plates. */
    public static List<String> notes(JsonObject summary) {
        List<String> lines = new ArrayList<>(causes(summary.getAsJsonArray("notes")));
        JsonArray flagged = summary.getAsJsonArray("flagged");
        if (flagged.isEmpty()) {
            return lines;
        }
        lines.add(String.format(
                Locale.ROOT,
                "%,d plate%s flagged by quality control (see wellstream qc --dataset %s):",
                flagged.size(),
                flagged.size() == 1 ? "" : "s",
                text(summary, "dataset")));
        for (JsonElement each : flagged.asList().subList(0, Math.min(MOST_PLATES, flagged.size()))) {
            JsonObject plate = each.getAsJsonObject();
            long more = plate.get("flags").getAsLong() - 1;
            lines.add("  " + text(plate, "experiment") + "/" + text(plate, "plate") + ": "
                    + plate.getAsJsonArray("first").get(0).getAsString()
                    + (more > 0 ? String.format(Locale.ROOT, ", and %,d more", more) : ""));
        }
        if (flagged.size() > MOST_PLATES) {
            lines.add(String.format(Locale.ROOT, "  … and %,d more plates", flagged.size() - MOST_PLATES));
        }
        return lines;
    }

    private static List<String> causes(JsonArray causes) {
        List<String> lines = new ArrayList<>();
        for (JsonElement each : causes.asList().subList(0, Math.min(MOST_CAUSES, causes.size()))) {
            lines.add(line(each.getAsJsonObject()));
        }
        if (causes.size() > MOST_CAUSES) {
            lines.add(String.format(Locale.ROOT, "… and %,d more causes", causes.size() - MOST_CAUSES));
        }
        return lines;
    }

    /** E.g. {@code 144 × found a 16-bit grey PNG; expected 8-bit grey (B03_s1_w1.png; B03_s1_w2.png; …)}. */
    private static String line(JsonObject cause) {
        long count = cause.get("count").getAsLong();
        List<String> first = cause.getAsJsonArray("first").asList().stream()
                .map(JsonElement::getAsString)
                .toList();
        if (count == 1) {
            return first.isEmpty() ? text(cause, "cause") : first.getFirst() + ": " + text(cause, "cause");
        }
        String places = String.join("; ", first) + (count > first.size() && !first.isEmpty() ? "; …" : "");
        return String.format(Locale.ROOT, "%,d × %s", count, text(cause, "cause"))
                + (places.isEmpty() ? "" : " (" + places + ")");
    }

    private static String text(JsonObject object, String name) {
        return object.get(name).getAsString();
    }
}
