package io.wellstream.shell;

import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** An error of an HTTP call, in the format of RFC 9457. */
public record ApiProblem(String title, int status, String detail) {
    public static final String MEDIA_TYPE = "application/problem+json";

    public static Response response(Response.Status status, @Nullable String detail) {
        return Response.status(status)
                .type(MEDIA_TYPE)
                .entity(new ApiProblem(status.getReasonPhrase(), status.getStatusCode(), detail == null ? "" : detail))
                .build();
    }
}
