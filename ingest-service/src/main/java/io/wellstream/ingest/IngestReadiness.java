package io.wellstream.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the tables are read, for as long as jobs asked for would run and the store answers. */
@Readiness
@ApplicationScoped
public class IngestReadiness implements HealthCheck {
    private final IngestShell shell;

    public IngestReadiness(IngestShell shell) {
        this.shell = shell;
    }

    @Override
    public HealthCheckResponse call() {
        List<String> waitingFor = shell.waitingFor();
        return HealthCheckResponse.named("ingest")
                .status(waitingFor.isEmpty())
                .withData("waiting for", String.join(", ", waitingFor))
                .build();
    }
}
