package io.wellstream.local.cli.client;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.ObjectRef;
import io.wellstream.proto.v1.RunRecord;
import java.nio.charset.StandardCharsets;

/** Reads model cards. */
public final class ModelCards {
    private ModelCards() {}

    public static ModelCard of(SystemClient client, RunRecord finished) {
        return read(client, finished.getFinished().getCard());
    }

    public static ModelCard read(SystemClient client, ObjectRef ref) {
        byte[] json = client.object(ref);
        ModelCard.Builder card = ModelCard.newBuilder();
        try {
            JsonFormat.parser().ignoringUnknownFields().merge(new String(json, StandardCharsets.UTF_8), card);
        } catch (InvalidProtocolBufferException e) {
            throw new UserError("the card " + ref.getKey() + " cannot be read: " + e.getMessage(), e);
        }
        return card.build();
    }
}
