package io.wellstream.trainer;

import io.wellstream.trainer.plan.RefusedRunException;
import io.wellstream.trainer.run.RunDesk;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one place where what goes wrong becomes an HTTP status. */
public class ApiErrors {
    @ServerExceptionMapper
    public Response badRequest(IllegalArgumentException e) {
        return ApiProblem.response(Response.Status.BAD_REQUEST, String.valueOf(e.getMessage()));
    }

    @ServerExceptionMapper
    public Response refused(RefusedRunException e) {
        return ApiProblem.response(Response.Status.BAD_REQUEST, String.valueOf(e.getMessage()));
    }

    @ServerExceptionMapper
    public Response conflict(RunDesk.ConflictException e) {
        return ApiProblem.response(Response.Status.CONFLICT, String.valueOf(e.getMessage()));
    }

    @ServerExceptionMapper
    public Response other(WebApplicationException e) {
        Response.Status status = Response.Status.fromStatusCode(e.getResponse().getStatus());
        return ApiProblem.response(
                status == null ? Response.Status.INTERNAL_SERVER_ERROR : status, String.valueOf(e.getMessage()));
    }
}
