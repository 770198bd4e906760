package io.wellstream.local.cli.client;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.RollbackRequest;
import io.wellstream.proto.v1.Serving;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Changes which model is served. */
public final class ServedModels {
    private final HttpApi trainer;

    public ServedModels(SystemClient client) {
        this.trainer = client.trainerApi();
    }

    /**
     * Serves the model of a run.
     *
     * @param force also if it is not fit to be served
     * @return what is served now
     */
    public Serving promote(String run, boolean force) {
        JsonObject body = new JsonObject();
        body.addProperty("force", force);
        String name = URLEncoder.encode(run, StandardCharsets.UTF_8);
        return serving(trainer.post("/v1/models/" + name + "/promote", body));
    }

    /** Serves again what was served before. */
    public Serving rollback(RollbackRequest request) {
        try {
            return serving(trainer.postOnce(
                    "/v1/serving/rollback",
                    JsonFormat.printer().print(request),
                    "whether the served model was changed is not known; see ./wellstream models before you repeat it"));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a rollback request always has a JSON form", e);
        }
    }

    private static Serving serving(JsonElement json) {
        Serving.Builder serving = Serving.newBuilder();
        try {
            JsonFormat.parser().ignoringUnknownFields().merge(json.toString(), serving);
        } catch (InvalidProtocolBufferException e) {
            throw new UserError("the trainer's reply cannot be read: " + e.getMessage(), e);
        }
        return serving.build();
    }
}
