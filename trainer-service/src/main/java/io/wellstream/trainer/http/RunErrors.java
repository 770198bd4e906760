package io.wellstream.trainer.http;

import io.wellstream.shell.ApiProblem;
import io.wellstream.trainer.plan.RefusedRunException;
import io.wellstream.trainer.promotion.RefusedPromotionException;
import io.wellstream.trainer.run.RunRegistry;
import io.wellstream.trainer.transfer.StartModels;
import io.wellstream.wire.RejectedException;
import io.wellstream.wire.store.CorruptObjectException;
import io.wellstream.wire.store.MissingObjectException;
import io.wellstream.wire.store.StoreUnavailableException;
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

    /** Whether the run's name is free is not known, so the request is not accepted. */
    @ServerExceptionMapper
    public Response unknown(StoreUnavailableException e) {
        return ApiProblem.response(Response.Status.SERVICE_UNAVAILABLE, e.getMessage() + "; repeat the request");
    }

    /** Of a file of a published model that the request needs. */
    @ServerExceptionMapper
    public Response damaged(CorruptObjectException e) {
        return damagedModel(e);
    }

    @ServerExceptionMapper
    public Response lost(MissingObjectException e) {
        return damagedModel(e);
    }

    private static Response damagedModel(RejectedException e) {
        return ApiProblem.response(Response.Status.CONFLICT, e.getMessage() + "; " + StartModels.RESTORED_BY);
    }

    @ServerExceptionMapper
    public Response conflict(RunRegistry.ConflictException e) {
        return ApiProblem.response(Response.Status.CONFLICT, e.getMessage());
    }
}
