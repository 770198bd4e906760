package io.wellstream.ingest;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.wellstream.ingest.IngestJobs.IdTakenException;
import io.wellstream.ingest.IngestJobs.QueueFullException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one place where what goes wrong becomes an HTTP status. */
public class ApiErrors {
    @ServerExceptionMapper
    public Response badRequest(IllegalArgumentException e) {
        return ApiProblem.response(Response.Status.BAD_REQUEST, e.getMessage());
    }

    @ServerExceptionMapper
    public Response unknownField(UnrecognizedPropertyException e) {
        String known =
                e.getKnownPropertyIds().stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
        return ApiProblem.response(
                Response.Status.BAD_REQUEST,
                "the body has an unknown field '" + e.getPropertyName() + "'; expected " + known);
    }

    @ServerExceptionMapper
    public Response badField(MismatchedInputException e) {
        return badBody(e);
    }

    @ServerExceptionMapper
    public Response badBody(JacksonException e) {
        String what = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
        return ApiProblem.response(Response.Status.BAD_REQUEST, "the body is not such a request: " + what);
    }

    @ServerExceptionMapper
    public Response taken(IdTakenException e) {
        return ApiProblem.response(Response.Status.CONFLICT, e.getMessage());
    }

    @ServerExceptionMapper
    public Response full(QueueFullException e) {
        return ApiProblem.response(Response.Status.SERVICE_UNAVAILABLE, e.getMessage());
    }

    @ServerExceptionMapper
    public Response notFound(NotFoundException e) {
        return ApiProblem.response(Response.Status.NOT_FOUND, e.getMessage());
    }

    @ServerExceptionMapper
    public Response other(WebApplicationException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        Response.Status status = Response.Status.fromStatusCode(e.getResponse().getStatus());
        return ApiProblem.response(status == null ? Response.Status.INTERNAL_SERVER_ERROR : status, cause.getMessage());
    }
}
