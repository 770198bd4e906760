package io.wellstream.local.status;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** The watch over a system's processes, and the server that shows it. */
public final class StatusPage implements AutoCloseable {
    private final Sampler watch;
    private final StatusServer server;

    private StatusPage(Sampler watch, StatusServer server) {
        this.watch = watch;
        this.server = server;
    }

    /**
     * Looks and serves from now on.
     *
     * @param home the built project, whose dashboards and alerts are shown
     * @param processes those to look at, as they are at that moment
     */
    public static StatusPage start(Path home, Supplier<List<ObservedProcess>> processes) throws IOException {
        Sampler watch = Sampler.start(home, processes);
        try {
            return new StatusPage(watch, StatusServer.start(watch::view));
        } catch (IOException e) {
            watch.close();
            throw e;
        }
    }

    public URI url() {
        return server.url();
    }

    @Override
    public void close() {
        server.close();
        watch.close();
    }
}
