package io.wellstream.local.endtoend.support;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Sends signals to processes. */
public final class Signals {
    private Signals() {}

    /** @param name e.g. {@code STOP} */
    public static void send(String name, long pid) {
        try {
            int code = new ProcessBuilder("kill", "-" + name, String.valueOf(pid))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill -" + name + " " + pid + " ended with " + code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
