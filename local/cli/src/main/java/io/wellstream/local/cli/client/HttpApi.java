package io.wellstream.local.cli.client;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.wellstream.local.cli.link.AwayException;
import io.wellstream.local.cli.link.Credentials;
import io.wellstream.local.cli.link.Part;
import io.wellstream.local.cli.link.Patience;
import io.wellstream.local.cli.link.RefusedException;
import io.wellstream.local.cli.link.SystemAddress;
import io.wellstream.local.cli.link.SystemLink;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.wire.Trace;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Calls one service's JSON interface over HTTP. An error reply becomes an exception with the service's message. Calls are repeated
 * while the service is away, so what they ask for must be safe to repeat; {@link #postOnce} is for what is not.
 */
public final class HttpApi {
    private static final Duration CONNECT = Duration.ofSeconds(10); // includes the TLS handshake
    private static final Duration QUICK = Duration.ofSeconds(2); // for what is asked again soon
    private static final Duration STATE = Duration.ofSeconds(10);
    private static final Duration WORK = Duration.ofSeconds(60);
    private static final Duration TRANSFER = Duration.ofMinutes(10);

    private final SystemLink link;
    private final Part service;
    private final Patience patience;
    private final HttpClient client;

    HttpApi(SystemLink link, Part service, Patience patience) {
        this.link = link;
        this.service = service;
        this.patience = patience;
        Credentials credentials = link.address().credentials();
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(CONNECT);
        if (credentials.trusted() != null) {
            builder.sslContext(credentials.trusted().tls());
        }
        this.client = builder.build();
    }

    JsonElement get(String path) {
        return json(path, repeated(path, request -> request.timeout(state()).GET()));
    }

    /** The resource at the path; empty if there is none. */
    public Optional<JsonElement> find(String path) {
        return link.call(service, patience, at -> {
            HttpResponse<String> response =
                    exchange(at, path, request -> request.timeout(state()).GET());
            if (response.statusCode() == 404 && !link.hasMoved(at)) {
                return Optional.empty();
            }
            return Optional.of(json(path, accepted(response)));
        });
    }

    /** The reply as text. */
    public String text(String path) {
        return repeated(path, request -> request.timeout(WORK).GET());
    }

    JsonElement post(String path, JsonObject body) {
        return post(path, body.toString());
    }

    /** @param body JSON */
    JsonElement post(String path, String body) {
        return json(path, repeated(path, request -> posting(request, body)));
    }

    /** @param file what is sent */
    JsonElement post(String path, Path file) {
        return json(path, repeated(path, request -> posting(request, file)));
    }

    private static HttpRequest.Builder posting(HttpRequest.Builder request, Path file) {
        try {
            return request.timeout(TRANSFER)
                    .header("Content-Type", "application/octet-stream")
                    .POST(BodyPublishers.ofFile(file));
        } catch (FileNotFoundException e) {
            throw new UserError("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Posts what must not be done twice: it is sent again only if it certainly did not arrive.
     *
     * @param unknown what to say if nobody knows whether it arrived
     */
    JsonElement postOnce(String path, String body, String unknown) {
        String reply = link.call(service, patience, at -> {
            try {
                return accepted(exchange(at, path, request -> posting(request, body)));
            } catch (AwayException e) {
                if (e.getCause() == null || e.getCause() instanceof ConnectException) {
                    throw e; // it refused the request, or the connection
                }
                throw new UserError(e.getMessage() + "; " + unknown, e);
            }
        });
        return json(path, reply);
    }

    JsonElement delete(String path) {
        return json(path, repeated(path, request -> request.timeout(WORK).DELETE()));
    }

    private Duration state() {
        return patience == Patience.NONE ? QUICK : STATE;
    }

    private static HttpRequest.Builder posting(HttpRequest.Builder request, String body) {
        return request.timeout(WORK).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
    }

    private String repeated(String path, UnaryOperator<HttpRequest.Builder> kind) {
        return link.call(service, patience, at -> accepted(exchange(at, path, kind)));
    }

    private String accepted(HttpResponse<String> response) {
        if (response.statusCode() == 503) {
            throw new AwayException("the " + service + " is not ready: " + reason(response), null);
        }
        if (response.statusCode() / 100 != 2) {
            throw new RefusedException(reason(response));
        }
        return response.body();
    }

    private HttpResponse<String> exchange(SystemAddress at, String path, UnaryOperator<HttpRequest.Builder> kind) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(at.of(service, path));
        if (at.credentials().token() != null) {
            builder.header("Authorization", "Bearer " + at.credentials().token());
        }
        String trace = Trace.header();
        if (!trace.isEmpty()) {
            builder.header(Trace.HEADER, trace);
        }
        try {
            return client.send(kind.apply(builder).build(), BodyHandlers.ofString());
        } catch (ConnectException e) {
            throw new AwayException("nothing answers at " + at.of(service) + ", the address of the " + service, e);
        } catch (IOException e) {
            throw new AwayException(
                    "the " + service + " at " + at.of(service) + " did not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted while waiting for the " + service, e);
        }
    }

    private String reason(HttpResponse<String> response) {
        try {
            if (JsonParser.parseString(response.body()) instanceof JsonObject problem) {
                for (String name : new String[] {"detail", "message", "title", "error"}) {
                    if (problem.has(name) && problem.get(name).isJsonPrimitive()) {
                        return problem.get(name).getAsString();
                    }
                }
            }
        } catch (JsonParseException e) {
            // not JSON; the status has to do
        }
        if (response.statusCode() == 401) {
            return service + " does not accept the token"; // such replies have no body
        }
        return service + " answered HTTP " + response.statusCode() + " to "
                + response.uri().getPath();
    }

    private JsonElement json(String path, String body) {
        try {
            return body.isBlank() ? new JsonObject() : JsonParser.parseString(body);
        } catch (JsonParseException e) {
            throw new UserError(service + " answered " + path + " with invalid JSON", e);
        }
    }
}
