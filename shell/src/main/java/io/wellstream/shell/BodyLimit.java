package io.wellstream.shell;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
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
 * The framework itself cuts off a body without a declared length at the limit. A service that receives files has a path for them,
 * and a smaller limit for the documents that all its other paths receive.
 */
@ApplicationScoped
public class BodyLimit {
    private static final int BEFORE_THE_FRAMEWORK = 10; // its own limit has priority 2

    private static final int AFTER_THE_FRAMEWORK = 1;

    private final long largest;
    private final long document;
    private final Optional<String> files;

    /** @param files the path of files; without one, every body may have the largest size */
    public BodyLimit(
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") Optional<MemorySize> largest,
            @ConfigProperty(name = "wellstream.http.document-limit") Optional<MemorySize> document,
            @ConfigProperty(name = "wellstream.http.file-path") Optional<String> files) {
        this.largest = largest.map(MemorySize::asLongValue).orElse(Long.MAX_VALUE);
        this.document = document.map(MemorySize::asLongValue).orElse(this.largest);
        this.files = files;
    }

    void register(@Observes Filters filters) {
        filters.register(this::refuseIfTooLong, BEFORE_THE_FRAMEWORK);
        filters.register(this::limitUndeclared, AFTER_THE_FRAMEWORK);
    }

    private long limit(RoutingContext call) {
        boolean isFile = files.map(call.normalizedPath()::equals).orElse(false);
        return isFile ? largest : document;
    }

    /** The framework has set its limit, which is the largest. */
    private void limitUndeclared(RoutingContext call) {
        long limit = limit(call);
        if (limit < largest) {
            call.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, limit);
        }
        call.next();
    }

    private void refuseIfTooLong(RoutingContext call) {
        long declared = declared(call.request().getHeader(HttpHeaders.CONTENT_LENGTH));
        long limit = limit(call);
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
