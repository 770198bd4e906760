package io.wellstream.ingest.http;

import io.wellstream.ingest.files.InvalidScreenException;
import io.wellstream.ingest.job.IngestJobs.IdTakenException;
import io.wellstream.ingest.job.IngestJobs.QueueFullException;
import io.wellstream.shell.ApiProblem;
import jakarta.ws.rs.core.Response;
import org.apache.kafka.common.KafkaException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Maps the exceptions of jobs to HTTP statuses. */
public class IngestErrors {
    @ServerExceptionMapper
    public Response taken(IdTakenException e) {
        return ApiProblem.response(Response.Status.CONFLICT, e.getMessage());
    }

    /** The request could not be recorded, so it is not accepted. */
    @ServerExceptionMapper
    public Response unrecorded(KafkaException e) {
        return ApiProblem.response(
                Response.Status.SERVICE_UNAVAILABLE,
                "the broker does not answer; repeat the request: " + e.getMessage());
    }

    /** A screen that is described cannot be read at all. */
    @ServerExceptionMapper
    public Response invalid(InvalidScreenException e) {
        return ApiProblem.response(Response.Status.BAD_REQUEST, e.getMessage());
    }

    @ServerExceptionMapper
    public Response full(QueueFullException e) {
        return ApiProblem.response(Response.Status.SERVICE_UNAVAILABLE, e.getMessage());
    }
}
