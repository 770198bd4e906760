package io.wellstream.local.status;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.wellstream.local.status.dashboard.Advice;
import io.wellstream.local.status.dashboard.Alerts;
import io.wellstream.local.status.dashboard.Dashboard;
import io.wellstream.local.status.dashboard.PanelHistory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page draws, as it goes out in JSON.
 *
 * @param times of the looks, the oldest first, in milliseconds; every curve has a value for each
 * @param keptSeconds how far back the page remembers at most
 */
record StatusView(
        List<Long> times, long keptSeconds, List<Card> processes, List<Alerts.Alert> alerts, List<Board> boards) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param state ready, starting, not ready or down */
    record Card(
            String name,
            String state,
            String waitingFor,
            int restarts,
            @Nullable Long memory,
            String url) {}

    /** @param advice if there is nothing to show yet */
    record Board(String name, String title, String description, Advice.@Nullable Line advice, List<Picture> panels) {}

    record Picture(
            String title, String description, String kind, Dashboard.Look look, List<PanelHistory.Curve> curves) {}

    byte[] json() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
