package io.wellstream.scorer;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready when every table has caught up, before which a served model or a well might be denied that is there, and while the store
 * answers.
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
