package io.wellstream.local.cli;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.RunRecord;
import java.nio.charset.StandardCharsets;

/** Reads the card of a finished run's model. */
final class ModelCards {
    private ModelCards() {}

    static ModelCard of(Services services, RunRecord finished) {
        byte[] json = services.object(finished.getFinished().getCard());
        ModelCard.Builder card = ModelCard.newBuilder();
        try {
            JsonFormat.parser().ignoringUnknownFields().merge(new String(json, StandardCharsets.UTF_8), card);
        } catch (InvalidProtocolBufferException e) {
            throw new UserError("the card of run " + finished.getRun() + " cannot be read: " + e.getMessage(), e);
        }
        return card.build();
    }
}
