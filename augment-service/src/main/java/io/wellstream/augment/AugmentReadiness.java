package io.wellstream.augment;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Reports ready when the worker takes requests and the store answers. */
@Readiness
@ApplicationScoped
public class AugmentReadiness implements HealthCheck {
    private final AugmentShell shell;

    public AugmentReadiness(AugmentShell shell) {
        this.shell = shell;
    }

    @Override
    public HealthCheckResponse call() {
        List<String> waitingFor = shell.waitingFor();
        return HealthCheckResponse.named("augment worker")
                .status(waitingFor.isEmpty())
                .withData("waiting for", String.join(", ", waitingFor))
                .build();
    }
}
