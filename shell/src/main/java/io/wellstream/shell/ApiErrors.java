package io.wellstream.shell;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Maps the exceptions that all HTTP resources share to statuses; a service maps its own. */
public class ApiErrors {
    @ServerExceptionMapper
    public Response badRequest(IllegalArgumentException e) {
        return ApiProblem.response(Response.Status.BAD_REQUEST, e.getMessage());
    }

    /** Mapped in addition to its supertype because the framework has its own mapper for it. */
    @ServerExceptionMapper
    public Response badField(MismatchedInputException e) {
        return badBody(e);
    }

    @ServerExceptionMapper
    public Response badBody(JacksonException e) {
        return ApiProblem.response(Response.Status.BAD_REQUEST, detail(e));
    }

    @ServerExceptionMapper
    public Response other(WebApplicationException e) {
        if (e.getCause() instanceof JacksonException body) {
            return badBody(body);
        }
        Response.Status status = Response.Status.fromStatusCode(e.getResponse().getStatus());
        return ApiProblem.response(
                status == null ? Response.Status.INTERNAL_SERVER_ERROR : status,
                e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
    }

    /** In terms of JSON: callers do not know the names of classes. */
    private static String detail(JacksonException e) {
        return switch (e) {
            case UnrecognizedPropertyException unknown ->
                "the body has an unknown field '" + unknown.getPropertyName() + "'; expected "
                        + unknown.getKnownPropertyIds().stream()
                                .map(String::valueOf)
                                .sorted()
                                .collect(Collectors.joining(", "));
            case MismatchedInputException other ->
                "the body does not fit this request: " + place(other) + " has the wrong type; expected "
                        + kind(other.getTargetType());
            case ValueInstantiationException bad
            when bad.getCause() instanceof IllegalArgumentException refusal ->
                "the body does not fit this request: " + refusal.getMessage();
            case StreamConstraintsException tooMuch ->
                "the body is nested too deeply, or one of its values is too long";
            case JsonMappingException bad -> "the body does not fit this request: " + place(bad) + " cannot be read";
            default ->
                "the body is not JSON: "
                        + String.valueOf(e.getOriginalMessage())
                                .lines()
                                .findFirst()
                                .orElse("");
        };
    }

    private static String place(JsonMappingException e) {
        String path = e.getPath().stream().map(ApiErrors::name).collect(Collectors.joining("."));
        return path.isEmpty() ? "it" : "'" + path + "'";
    }

    private static String name(JsonMappingException.Reference part) {
        return part.getFieldName() == null ? String.valueOf(part.getIndex()) : part.getFieldName();
    }

    private static String kind(@Nullable Class<?> type) {
        return switch (type) {
            case null -> "another value";
            case Class<?> text when text == String.class -> "text";
            case Class<?> logical when logical == Boolean.class || logical == boolean.class -> "true or false";
            case Class<?> number when number.isPrimitive() || Number.class.isAssignableFrom(number) -> "a number";
            case Class<?> list when Collection.class.isAssignableFrom(list) -> "a list";
            case Class<?> choice when choice.isEnum() -> "one of the known values";
            default -> "an object";
        };
    }
}
