package io.wellstream.scorer;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready when every table has caught up and all inference threads run: before that, wells and served models could seem not to exist. An
 * outage of the store does not end it: if it did, an outage would take all scorers out of service, also for what they hold in memory.
 * It names the models that this replica serves.
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
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("scorer");
        if (!waitingFor.isEmpty()) {
            return answer.down()
                    .withData("waiting for", String.join(", ", waitingFor))
                    .build();
        }
        Scorer scorer = shell.scorer();
        return answer.up()
                .withData("serving", String.join(", ", scorer.serving()))
                .withData("not loaded yet", String.join(", ", scorer.notLoaded()))
                .withData("not answering", shell.canFetch() ? "" : "object store")
                .build();
    }
}
