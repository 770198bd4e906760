package io.wellstream.trainer.run;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;

/** The JSON form of protobuf messages, as the HTTP API and the stored documents use it. */
public final class MessageJson {
    private MessageJson() {}

    public static String of(MessageOrBuilder message) {
        try {
            return JsonFormat.printer().print(message);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(
                    "only a field of type Any can fail to print, and no message here has one", e);
        }
    }
}
