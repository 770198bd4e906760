package io.wellstream.local.status;

import java.net.URI;

/**
 * What the launcher knows of a process at one moment.
 *
 * @param name e.g. {@code augment-2}
 * @param url its HTTP address
 * @param restarts how often it has been started again
 */
public record ObservedProcess(String name, URI url, long pid, boolean alive, int restarts) {
    /** The service, e.g. {@code augment}. */
    String job() {
        return name.replaceFirst("-\\d+$", "");
    }
}
