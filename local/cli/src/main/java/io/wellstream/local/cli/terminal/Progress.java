package io.wellstream.local.cli.terminal;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows the progress of long work: a bar with rate and remaining time on a terminal, elsewhere a line every ten seconds. Safe for
 * several threads.
 */
public final class Progress implements AutoCloseable {
    private static final int BAR_WIDTH = 28;
    private static final long TERMINAL_NANOS = Duration.ofMillis(120).toNanos();
    private static final long PLAIN_NANOS = Duration.ofSeconds(10).toNanos();

    private final PrintStream out;
    private final boolean terminal;
    private final LongSupplier nanos;
    private final String what;
    private final String unit;
    private final long started;
    private long lastShown;
    private long done;
    private long total;
    private @Nullable String note;
    private boolean shown;

    /**
     * Shows progress on standard error.
     *
     * @param what the work, e.g. {@code IngestJobs}
     * @param unit what is counted, in the plural, e.g. {@code wells}
     */
    public static Progress of(String what, String unit) {
        return new Progress(System.err, isTerminal(), System::nanoTime, what, unit);
    }

    @SuppressWarnings("SystemConsoleNull") // null without a terminal, in JDK 25 as in those before 22
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
    }

    Progress(PrintStream out, boolean terminal, LongSupplier nanos, String what, String unit) {
        this.out = out;
        this.terminal = terminal;
        this.nanos = nanos;
        this.what = what;
        this.unit = unit;
        this.started = nanos.getAsLong();
        this.lastShown = started;
    }

    public void at(long done, long total) {
        at(done, total, null);
    }

    /** @param note a few more words, e.g. the current loss */
    public synchronized void at(long done, long total, @Nullable String note) {
        this.done = done;
        this.total = total;
        this.note = note;
        long now = nanos.getAsLong();
        if (now - lastShown >= (terminal ? TERMINAL_NANOS : PLAIN_NANOS)) {
            lastShown = now;
            show(now);
        }
    }

    /** Prints a line of its own; the progress goes on below it. */
    public synchronized void say(String line) {
        out.println(terminal && shown ? "\r\033[K" + line : line);
        out.flush();
        shown = false;
    }

    private void show(long now) {
        double seconds = (now - started) / 1e9;
        double rate = seconds > 0 ? done / seconds : 0;
        String numbers =
                String.format(Locale.ROOT, "%,d of %,d %s, %s/s%s", done, total, unit, short3(rate), left(rate));
        String line = what + "  " + (terminal ? bar() + "  " : "") + numbers + (note == null ? "" : ", " + note);
        out.print(terminal ? "\r\033[K" + line : line + System.lineSeparator());
        out.flush();
        shown = true;
    }

    private String bar() {
        int filled = total == 0 ? 0 : (int) Math.min(BAR_WIDTH, BAR_WIDTH * done / total);
        return "█".repeat(filled) + "░".repeat(BAR_WIDTH - filled);
    }

    private String left(double rate) {
        if (rate <= 0 || done >= total) {
            return "";
        }
        long seconds = Math.round((total - done) / rate);
        return ", " + (seconds >= 90 ? Math.round(seconds / 60.0) + " min" : seconds + " s") + " left";
    }

    private static String short3(double rate) {
        return String.format(Locale.ROOT, rate >= 100 ? "%.0f" : rate >= 10 ? "%.1f" : "%.2f", rate);
    }

    /** Ends the line with the outcome. */
    public synchronized void finish(String outcome) {
        double seconds = (nanos.getAsLong() - started) / 1e9;
        String line = String.format(Locale.ROOT, "%s  %s  (%.1f s)", what, outcome, seconds);
        out.println(terminal && shown ? "\r\033[K" + line : line);
        out.flush();
        shown = false;
    }

    /** Moves the terminal to a new line if the work ended without an outcome. */
    @Override
    public synchronized void close() {
        if (terminal && shown) {
            out.println();
            out.flush();
            shown = false;
        }
    }
}
