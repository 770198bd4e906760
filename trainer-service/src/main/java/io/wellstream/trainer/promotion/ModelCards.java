package io.wellstream.trainer.promotion;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.wellstream.proto.v1.ModelCard;
import java.nio.charset.StandardCharsets;

/** Reads model cards of any version. */
public final class ModelCards {
    private ModelCards() {}

    static final class UnreadableException extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        UnreadableException(Throwable cause) {
            super("it is not a model's card: " + cause.getMessage(), cause);
        }
    }

    /** @param json of the card */
    public static ModelCard parse(byte[] json) {
        ModelCard.Builder card = ModelCard.newBuilder();
        try {
            JsonFormat.parser().ignoringUnknownFields().merge(new String(json, StandardCharsets.UTF_8), card);
        } catch (InvalidProtocolBufferException e) {
            throw new UnreadableException(e);
        }
        return card.build();
    }
}
