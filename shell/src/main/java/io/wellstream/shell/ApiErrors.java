package io.wellstream.shell;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** How what goes wrong in every HTTP resource becomes a status; what only one service knows of, it maps itself. */
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

    /** Named beside its supertype because the framework has a mapper of its own for it. */
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
    public Response other(WebApplicationException e) {
        Response.Status status = Response.Status.fromStatusCode(e.getResponse().getStatus());
        return ApiProblem.response(
                status == null ? Response.Status.INTERNAL_SERVER_ERROR : status,
                e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
    }
}
