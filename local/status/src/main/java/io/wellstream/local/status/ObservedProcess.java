package io.wellstream.local.status;

import java.net.URI;

/**
 * A process as its keeper knows it at one moment.
 *
 * @param name e.g. {@code augment-2}
 * @param url where it answers HTTP
 * @param restarts how often it ended unasked
 */
public record ObservedProcess(String name, URI url, long pid, boolean alive, int restarts) {
    /** Which service it is, e.g. {@code augment}. */
    String job() {
        return name.replaceFirst("-\\d+$", "");
    }
}
