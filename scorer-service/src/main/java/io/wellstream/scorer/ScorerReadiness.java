package io.wellstream.scorer;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready while the store answers and once every table has caught up: before that, wells and served models could seem not to exist.
 */
@Readiness
@ApplicationScoped
public class ScorerReadiness implements HealthCheck {
    private final ScorerShell shell;

    public ScorerReadiness(ScorerShell shell) {
        this.shell = shell;
    }

    @Override
    public HealthCheckResponse call() {
        List<String> waitingFor = shell.waitingFor();
        return HealthCheckResponse.named("scorer")
                .status(waitingFor.isEmpty())
                .withData("waiting for", String.join(", ", waitingFor))
                .build();
    }
}
