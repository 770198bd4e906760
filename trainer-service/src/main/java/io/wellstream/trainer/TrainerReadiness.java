package io.wellstream.trainer;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the engine is loaded and the tables are read completely, so that answers about runs are complete. */
@Readiness
@ApplicationScoped
public class TrainerReadiness implements HealthCheck {
    private final TrainerShell shell;

    public TrainerReadiness(TrainerShell shell) {
        this.shell = shell;
    }

    @Override
    public HealthCheckResponse call() {
        List<String> waitingFor = shell.waitingFor();
        return HealthCheckResponse.named("trainer")
                .status(waitingFor.isEmpty())
                .withData("waiting for", String.join(", ", waitingFor))
                .build();
    }
}
