package io.wellstream.trainer.http;

import io.wellstream.shell.ApiProblem;
import io.wellstream.trainer.plan.RefusedRunException;
import io.wellstream.trainer.promotion.RefusedPromotionException;
import io.wellstream.trainer.run.RunRegistry;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Maps exceptions about runs and models to HTTP statuses. */
public class RunErrors {
    @ServerExceptionMapper
    public Response refused(RefusedRunException e) {
        return ApiProblem.response(Response.Status.BAD_REQUEST, e.getMessage());
    }

    @ServerExceptionMapper
    public Response notPromoted(RefusedPromotionException e) {
        return ApiProblem.response(Response.Status.CONFLICT, e.getMessage());
    }

    @ServerExceptionMapper
    public Response conflict(RunRegistry.ConflictException e) {
        return ApiProblem.response(Response.Status.CONFLICT, e.getMessage());
    }
}
