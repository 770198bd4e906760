package io.wellstream.shell.access;

import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.wellstream.shell.ApiProblem;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The HTTP answers to callers without authentication or the right role; an invalid token is refused earlier. */
public class AccessErrors {
    @ServerExceptionMapper
    public Response anonymous(UnauthorizedException e) {
        Response problem = ApiProblem.response(
                Response.Status.UNAUTHORIZED,
                "this needs a caller with role predict or operate: header 'Authorization: Bearer <token>'");
        return Response.fromResponse(problem)
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .build();
    }

    @ServerExceptionMapper
    public Response forbidden(ForbiddenException e) {
        return ApiProblem.response(
                Response.Status.FORBIDDEN, "your roles do not allow this; changing anything needs role operate");
    }
}
