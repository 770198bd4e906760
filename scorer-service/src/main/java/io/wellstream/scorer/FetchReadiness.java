package io.wellstream.scorer;

import io.smallrye.health.api.HealthGroup;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Whether this scorer can fetch what it does not hold in memory, at {@code /q/health/group/fetch}. For people and alerts, and not for the
 * probes of a cluster: without the store, another replica could fetch no more than this one.
 */
@HealthGroup("fetch")
@ApplicationScoped
public class FetchReadiness implements HealthCheck {
    private final ScorerShell shell;

    public FetchReadiness(ScorerShell shell) {
        this.shell = shell;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("object store")
                .status(shell.canFetch())
                .build();
    }
}
