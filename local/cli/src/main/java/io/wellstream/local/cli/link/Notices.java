package io.wellstream.local.cli.link;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Says once when the system or a part of it does not answer, and once when it does again. */
final class Notices {
    private final SystemSource source;
    private final Map<Part, Absence> away = new EnumMap<>(Part.class);
    private Consumer<String> out;
    private String system = ""; // what was said last of the system as a whole; empty while it runs

    /** Who found that a part does not answer: a call of the command, or a probe. A probe does not know what calls need. */
    enum By {
        CALL,
        PROBE
    }

    private record Absence(By found, long since) {}

    Notices(SystemSource source, Consumer<String> out) {
        this.source = source;
        this.out = out;
    }

    /** Sends notices there from now on, e.g. above a progress bar; returns where they went before. */
    synchronized Consumer<String> to(Consumer<String> other) {
        Consumer<String> before = out;
        out = other;
        return before;
    }

    synchronized boolean isAway(Part part) {
        return away.containsKey(part);
    }

    /** How long the part has been away; zero if it is not. */
    synchronized Duration awayFor(Part part) {
        Absence absence = away.get(part);
        return absence == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - absence.since());
    }

    synchronized void away(Part part, String message, By by) {
        if (system.isEmpty() && away.putIfAbsent(part, new Absence(by, System.nanoTime())) == null) {
            String log = source.logOf(part);
            String trouble = source.trouble();
            out.accept(capital(message) + (trouble.isEmpty() ? "" : "; " + trouble) + ". Waiting for it"
                    + (log.isEmpty() ? "." : "; its log is " + log));
        }
    }

    synchronized void answers(Part part, By by) {
        Absence absence = away.get(part);
        if (absence != null && (absence.found() == By.PROBE || by == By.CALL)) {
            away.remove(part);
            out.accept("The " + part + " answers again.");
        }
    }

    synchronized void stopped(String reason, long waitSeconds) {
        say(capital(source.system()) + " has stopped" + (reason.isEmpty() ? "" : ": " + reason) + ". Waiting "
                + waitSeconds + " s for it to be started again.");
    }

    synchronized void stopping() {
        say(capital(source.system()) + " is stopping.");
    }

    synchronized void starting() {
        say(capital(source.system()) + " is starting. Waiting for it.");
    }

    synchronized void running() {
        if (!system.isEmpty()) {
            system = "";
            out.accept(capital(source.system()) + " runs again.");
        }
    }

    private void say(String state) {
        if (!state.equals(system)) {
            system = state;
            away.clear();
            out.accept(state);
        }
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
