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

/** One service's JSON over HTTP; an error reply becomes the one line that the service said. */
public final class HttpApi {
    private static final Duration CONNECT = Duration.ofSeconds(20); // the handshake of TLS is in it
    private static final Duration REPLY = Duration.ofSeconds(60);

    private final String service;
    private final URI address;
    private final Credentials caller;
    private final HttpClient client;

    /** The service does not answer now; it may be starting again. */
    public static final class AwayException extends UserError {
        private static final long serialVersionUID = 1L;

        private AwayException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    HttpApi(String service, URI address, Credentials caller) {
        this.service = service;
        this.address = address;
        this.caller = caller;
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(CONNECT);
        if (caller.trusted() != null) {
            builder.sslContext(caller.trusted().tls());
        }
        this.client = builder.build();
    }

    JsonElement get(String path) {
        return json(path, send(request(path).GET()));
    }

    /** What stands at the path; empty if nothing does. */
    public Optional<JsonElement> find(String path) {
        HttpResponse<String> response = exchange(request(path).GET());
        return response.statusCode() == 404 ? Optional.empty() : Optional.of(json(path, accepted(response)));
    }

    /** The reply as text, for what is no JSON. */
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
        if (caller.token() != null) {
            builder.header("Authorization", "Bearer " + caller.token());
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
            throw new UserError(service + " refuses: " + reason(response));
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

    private static String reason(HttpResponse<String> response) {
        try {
            if (JsonParser.parseString(response.body()) instanceof JsonObject problem) {
                for (String name : new String[] {"detail", "message", "title", "error"}) {
                    if (problem.has(name) && problem.get(name).isJsonPrimitive()) {
                        return problem.get(name).getAsString();
                    }
                }
            }
        } catch (JsonParseException e) {
            // Not JSON: the status has to do.
        }
        if (response.statusCode() == 401) {
            return "the token is not accepted"; // decided before any resource could word it
        }
        return "HTTP " + response.statusCode() + " for " + response.uri().getPath();
    }

    private JsonElement json(String path, String body) {
        try {
            return body.isBlank() ? new JsonObject() : JsonParser.parseString(body);
        } catch (JsonParseException e) {
            throw new UserError(service + " answered " + path + " with something that is not JSON", e);
        }
    }
}
