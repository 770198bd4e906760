package io.wellstream.local.cli.summary;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The flags of a data set's plates as lines for a terminal. */
public final class QualitySummary {
    private static final int MOST_FLAGS = 10;

    private QualitySummary() {}

    /** @param plates reports with experiment, plate and flags */
    public static List<String> lines(JsonArray plates) {
        List<String> lines = new ArrayList<>();
        int flagged = 0;
        for (JsonElement each : plates) {
            JsonObject plate = each.getAsJsonObject();
            List<JsonElement> flags = plate.getAsJsonArray("flags").asList();
            if (flags.isEmpty()) {
                continue;
            }
            flagged++;
            lines.add(plate.get("experiment").getAsString() + "/"
                    + plate.get("plate").getAsString() + ":");
            flags.stream().limit(MOST_FLAGS).forEach(flag -> lines.add("  " + flag.getAsString()));
            if (flags.size() > MOST_FLAGS) {
                lines.add(String.format(Locale.ROOT, "  … and %,d more", flags.size() - MOST_FLAGS));
            }
        }
        lines.add(String.format(Locale.ROOT, "%,d of %,d plates are flagged.", flagged, plates.size()));
        return lines;
    }
}
