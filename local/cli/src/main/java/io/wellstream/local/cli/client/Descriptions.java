package io.wellstream.local.cli.client;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Base64;
import java.util.List;

/** Asks the ingest service to propose descriptions of screens. */
public final class Descriptions {
    private Descriptions() {}

    /**
     * A proposal.
     *
     * @param yaml the contents of {@code screen.yaml}
     * @param questions what the files do not tell
     * @param picture a PNG of one site; empty if none can be drawn
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Description(String yaml, List<String> questions, byte[] picture) {}

    /** @param source where the service finds the screen */
    public static Description of(SystemClient client, String source) {
        JsonObject request = new JsonObject();
        request.addProperty("source", source);
        JsonObject answer = client.ingestApi().post("/v1/describe", request).getAsJsonObject();
        return new Description(
                answer.get("yaml").getAsString(),
                answer.getAsJsonArray("questions").asList().stream()
                        .map(JsonElement::getAsString)
                        .toList(),
                Base64.getDecoder().decode(answer.get("picture").getAsString()));
    }
}
