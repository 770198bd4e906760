package io.wellstream.trainer;

import io.wellstream.shell.ApiProblem;
import io.wellstream.trainer.plan.RefusedRunException;
import io.wellstream.trainer.run.RunDesk;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** How what goes wrong with a run becomes an HTTP status. */
public class RunErrors {
    @ServerExceptionMapper
    public Response refused(RefusedRunException e) {
        return ApiProblem.response(Response.Status.BAD_REQUEST, e.getMessage());
    }

    @ServerExceptionMapper
    public Response conflict(RunDesk.ConflictException e) {
        return ApiProblem.response(Response.Status.CONFLICT, e.getMessage());
    }
}
