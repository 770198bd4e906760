package io.wellstream.local.cli.terminal;

import java.io.PrintWriter;

/** Prints a notice if the command is interrupted (Ctrl-C) or told to stop before the notice is closed. */
public final class InterruptNotice implements AutoCloseable {
    private final Thread hook;

    private InterruptNotice(Thread hook) {
        this.hook = hook;
    }

    public static InterruptNotice of(PrintWriter out, String notice) {
        Thread hook = Thread.ofPlatform().name("interrupt-notice").unstarted(() -> {
            out.println();
            out.println(notice);
            out.flush();
        });
        Runtime.getRuntime().addShutdownHook(hook);
        return new InterruptNotice(hook);
    }

    @Override
    public void close() {
        try {
            boolean unused = Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the process is stopping, and the notice is printed
        }
    }
}
