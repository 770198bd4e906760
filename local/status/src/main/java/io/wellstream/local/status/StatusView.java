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
 * What the page draws, as JSON.
 *
 * @param times of the samples in epoch milliseconds, oldest first; every curve has one value per time
 * @param keptSeconds how long samples are kept
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

    /** @param advice what to do while there is nothing to show; null otherwise */
    record Board(String name, String title, String description, Advice.@Nullable Line advice, List<Picture> panels) {}

    record Picture(
            String title, String description, String kind, Dashboard.Format format, List<PanelHistory.Curve> curves) {}

    byte[] json() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
