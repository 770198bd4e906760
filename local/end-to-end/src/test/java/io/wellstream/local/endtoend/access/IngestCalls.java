package io.wellstream.local.endtoend.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.wellstream.local.launcher.Endpoints;
import io.wellstream.local.launcher.ServiceKind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/** Valid and invalid calls to the ingest service, with the token. */
final class IngestCalls {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Endpoints endpoints;
    private final HttpClient http;

    IngestCalls(Endpoints endpoints, HttpClient http) {
        this.endpoints = endpoints;
        this.http = http;
    }

    /** Runs a job and returns its final status. */
    JsonObject ingest(Path source) throws IOException, InterruptedException {
        String id = "job-" + source.getFileName().toString().replace('.', '-');
        HttpResponse<String> taken = post(request(id, source));
        assertThat(taken.statusCode()).as(taken.body()).isIn(202, 200); // 200: it has ended already
        return Awaitility.await()
                .atMost(LIMIT)
                .until(() -> job(id), found -> !found.get("state").getAsString().matches("queued|running"));
    }

    private JsonObject job(String id) throws IOException, InterruptedException {
        return JsonParser.parseString(send(call("/v1/ingests/" + id).GET()).body())
                .getAsJsonObject();
    }

    static String request(String id, Path source) {
        JsonObject request = new JsonObject();
        request.addProperty("id", id);
        request.addProperty("source", source.toString());
        return request.toString();
    }

    HttpResponse<String> post(String body) throws IOException, InterruptedException {
        return send(
                call("/v1/ingests").header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
    }

    /** Sends a request with an additional header and a body; returns the raw answer. */
    String raw(String header, RawHttpCall.Body body) throws IOException {
        URI ingest = endpoints.url(ServiceKind.INGEST);
        String head = "POST /v1/ingests HTTP/1.1\r\nHost: " + ingest.getAuthority() + "\r\nAuthorization: Bearer "
                + endpoints.token() + "\r\nContent-Type: application/json\r\n" + header + "\r\n\r\n";
        return RawHttpCall.send(ingest, head, body);
    }

    /** The problem detail of an error reply. */
    static String detail(HttpResponse<String> refused) {
        return JsonParser.parseString(refused.body())
                .getAsJsonObject()
                .get("detail")
                .getAsString();
    }

    private HttpRequest.Builder call(String path) {
        return HttpRequest.newBuilder(endpoints.url(ServiceKind.INGEST).resolve(path))
                .header("Authorization", "Bearer " + endpoints.token());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
