package io.wellstream.shell;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a body whose declared length is above the limit, before it is read, and gives the reason, which the framework does not.
 * The framework itself cuts off a body without a declared length at the limit.
 */
@ApplicationScoped
public class BodyLimit {
    private static final int BEFORE_THE_FRAMEWORK = 10; // its own limit has priority 2

    private final long limit;

    public BodyLimit(@ConfigProperty(name = "quarkus.http.limits.max-body-size") Optional<MemorySize> limit) {
        this.limit = limit.map(MemorySize::asLongValue).orElse(Long.MAX_VALUE);
    }

    void register(@Observes Filters filters) {
        filters.register(this::refuseIfTooLong, BEFORE_THE_FRAMEWORK);
    }

    private void refuseIfTooLong(RoutingContext call) {
        long declared = declared(call.request().getHeader(HttpHeaders.CONTENT_LENGTH));
        if (declared <= limit) {
            call.next();
            return;
        }
        Response.Status status = Response.Status.REQUEST_ENTITY_TOO_LARGE;
        String detail = "the body declares " + declared + " bytes; expected at most " + limit;
        call.response()
                .endHandler(
                        sent -> call.request().connection().close()); // the only way to end a body that is being sent
        call.response()
                .setStatusCode(status.getStatusCode())
                .putHeader(HttpHeaders.CONTENT_TYPE, ApiProblem.MEDIA_TYPE)
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .end(JsonObject.of(
                                "title", status.getReasonPhrase(), "status", status.getStatusCode(), "detail", detail)
                        .encode());
    }

    private static long declared(@Nullable String length) {
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException longerThanAnything) {
            return Long.MAX_VALUE;
        }
    }
}
