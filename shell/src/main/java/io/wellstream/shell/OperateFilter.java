package io.wellstream.shell;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Lets only who has the token change anything; reading is free. Without a token configured, everybody may. */
public class OperateFilter {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final Optional<String> token;

    public OperateFilter(@ConfigProperty(name = "wellstream.token") Optional<String> token) {
        this.token = token;
    }

    @ServerRequestFilter
    public Optional<Response> refuse(ContainerRequestContext request) {
        if (token.isEmpty() || READING.contains(request.getMethod())) {
            return Optional.empty();
        }
        String given = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        if (given != null && sameBytes(given, "Bearer " + token.get())) {
            return Optional.empty();
        }
        return Optional.of(ApiProblem.response(
                Response.Status.UNAUTHORIZED, "this needs role operate: header 'Authorization: Bearer <token>'"));
    }

    /** Takes as long wherever the two differ. */
    private static boolean sameBytes(String given, String wanted) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), wanted.getBytes(StandardCharsets.UTF_8));
    }
}
