package io.wellstream.local.cli.client;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.wire.Trace;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Calls one service's JSON interface over HTTP. An error reply becomes an exception with the service's message. */
public final class HttpApi {
    private static final Duration CONNECT = Duration.ofSeconds(20); // includes the TLS handshake
    private static final Duration REPLY = Duration.ofSeconds(60);

    private final String service;
    private final URI address;
    private final Credentials credentials;
    private final HttpClient client;

    /** The service does not answer; it may be restarting. */
    public static final class AwayException extends UserError {
        private static final long serialVersionUID = 1L;

        private AwayException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    HttpApi(String service, URI address, Credentials credentials) {
        this.service = service;
        this.address = address;
        this.credentials = credentials;
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(CONNECT);
        if (credentials.trusted() != null) {
            builder.sslContext(credentials.trusted().tls());
        }
        this.client = builder.build();
    }

    JsonElement get(String path) {
        return json(path, send(request(path).GET()));
    }

    /** The resource at the path; empty if there is none. */
    public Optional<JsonElement> find(String path) {
        HttpResponse<String> response = exchange(request(path).GET());
        return response.statusCode() == 404 ? Optional.empty() : Optional.of(json(path, accepted(response)));
    }

    /** The reply as text. */
    public String text(String path) {
        return send(request(path).GET());
    }

    JsonElement post(String path, JsonObject body) {
        return post(path, body.toString());
    }

    /** @param body JSON */
    JsonElement post(String path, String body) {
        return json(
                path,
                send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body))));
    }

    JsonElement delete(String path) {
        return json(path, send(request(path).DELETE()));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(address.resolve(path)).timeout(REPLY);
        if (credentials.token() != null) {
            builder.header("Authorization", "Bearer " + credentials.token());
        }
        String trace = Trace.header();
        if (!trace.isEmpty()) {
            builder.header(Trace.HEADER, trace);
        }
        return builder;
    }

    private String send(HttpRequest.Builder builder) {
        return accepted(exchange(builder));
    }

    private String accepted(HttpResponse<String> response) {
        if (response.statusCode() == 503) {
            throw new AwayException(service + " is not ready: " + reason(response), null);
        }
        if (response.statusCode() / 100 != 2) {
            throw new RefusedException(reason(response));
        }
        return response.body();
    }

    private HttpResponse<String> exchange(HttpRequest.Builder builder) {
        try {
            return client.send(builder.build(), BodyHandlers.ofString());
        } catch (ConnectException e) {
            throw new AwayException("no " + service + " service answers at " + address, e);
        } catch (IOException e) {
            throw new AwayException(service + " at " + address + " did not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted while waiting for " + service, e);
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
