package io.wellstream.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the tables are read and for as long as jobs asked for would run. */
@Readiness
@ApplicationScoped
public class IngestReadiness implements HealthCheck {
    private final IngestShell shell;

    public IngestReadiness(IngestShell shell) {
        this.shell = shell;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("ingest").status(shell.isReady()).build();
    }
}
