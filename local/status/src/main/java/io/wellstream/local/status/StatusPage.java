package io.wellstream.local.status;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** Samples a system's processes and serves the page that shows them. */
public final class StatusPage implements AutoCloseable {
    private final Sampler sampler;
    private final StatusServer server;

    private StatusPage(Sampler sampler, StatusServer server) {
        this.sampler = sampler;
        this.server = server;
    }

    /**
     * Starts sampling and serving.
     *
     * @param home the built project, which holds the dashboards and alert rules
     * @param processes gives the current processes
     */
    public static StatusPage start(Path home, Supplier<List<ObservedProcess>> processes) throws IOException {
        Sampler sampler = Sampler.start(home, processes);
        try {
            return new StatusPage(sampler, StatusServer.start(sampler::view));
        } catch (IOException e) {
            sampler.close();
            throw e;
        }
    }

    public URI url() {
        return server.url();
    }

    @Override
    public void close() {
        server.close();
        sampler.close();
    }
}
