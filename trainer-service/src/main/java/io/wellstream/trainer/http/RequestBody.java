package io.wellstream.trainer.http;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.wellstream.trainer.plan.RefusedRunException;

/** Reads the JSON bodies of requests. */
final class RequestBody {
    private RequestBody() {}

    /**
     * Merges the body into a message.
     *
     * @param what the body is to be, e.g. {@code a run request}
     * @throws RefusedRunException in the caller's terms if it is something else
     */
    static <B extends Message.Builder> B parse(String body, B into, String what) {
        try {
            JsonFormat.parser().merge(body, into);
        } catch (InvalidProtocolBufferException e) {
            throw new RefusedRunException(
                    "the body is not " + what + ": " + withoutClassNames(String.valueOf(e.getMessage())));
        }
        return into;
    }

    /** The parser's messages begin with the names of the exceptions that caused them. */
    private static String withoutClassNames(String message) {
        return message.replaceAll("(?:\\w+\\.)+\\w*(?:Exception|Error): ", "");
    }
}
