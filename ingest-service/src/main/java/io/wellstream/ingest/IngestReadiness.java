package io.wellstream.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while jobs can run: the tables are read, the job thread is alive and the store responds. */
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
