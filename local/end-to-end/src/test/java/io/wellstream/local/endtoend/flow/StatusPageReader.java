package io.wellstream.local.endtoend.flow;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the JSON of the status page. */
record StatusPageReader(String address) {
    /** Panels without values in this test: there is no validation and no evaluation of controls. */
    static final Set<String> EMPTY_HERE = Set.of("Validation accuracy", "Accuracy on controls", "Controls drifting");

    String text() throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI status = URI.create(address).resolve("status.json");
            return http.send(HttpRequest.newBuilder(status).build(), BodyHandlers.ofString())
                    .body();
        }
    }

    /** The titles of all panels, board by board. */
    List<String> panels() throws IOException, InterruptedException {
        return drawn().stream().map(panel -> panel.get("title").getAsString()).toList();
    }

    /** The titles of the panels without any value. */
    List<String> emptyPanels() throws IOException, InterruptedException {
        return drawn().stream()
                .filter(panel -> panel.getAsJsonArray("curves").isEmpty())
                .map(panel -> panel.get("title").getAsString())
                .toList();
    }

    /** The titles of the panels of all dashboards, in the order of the page. */
    static List<String> panelsOfDashboards(Path home) throws IOException {
        List<String> titles = new ArrayList<>();
        for (String board : List.of("pipeline", "training", "scoring")) {
            String file = Files.readString(home.resolve("dashboards").resolve(board + ".json"));
            for (JsonElement panel :
                    JsonParser.parseString(file).getAsJsonObject().getAsJsonArray("panels")) {
                titles.add(panel.getAsJsonObject().get("title").getAsString());
            }
        }
        return titles;
    }

    private List<JsonObject> drawn() throws IOException, InterruptedException {
        List<JsonObject> panels = new ArrayList<>();
        for (JsonElement board :
                JsonParser.parseString(text()).getAsJsonObject().getAsJsonArray("boards")) {
            board.getAsJsonObject().getAsJsonArray("panels").forEach(panel -> panels.add(panel.getAsJsonObject()));
        }
        return panels;
    }
}
