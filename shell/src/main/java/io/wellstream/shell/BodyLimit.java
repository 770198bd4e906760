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
 * Refuses a body that declares to be too long before a byte of it is read, and says why: the framework itself would answer
 * without a word. A body that declares no length is cut off by the framework where the limit is.
 */
@ApplicationScoped
public class BodyLimit {
    private static final int BEFORE_THE_FRAMEWORK = 10; // whose own limit has 2

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
        call.response().endHandler(sent -> call.request().connection().close()); // nothing else ends a body under way
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
