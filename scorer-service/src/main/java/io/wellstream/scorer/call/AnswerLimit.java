package io.wellstream.scorer.call;

import io.wellstream.proto.v1.PredictRequest;
import io.wellstream.proto.v1.PredictResponse;

/** The largest answer that a caller accepts. Its gRPC library refuses a larger one without saying what to do about it. */
public record AnswerLimit(long bytes) {
    /** What gRPC clients accept by default. */
    static final long DEFAULT = 4L << 20;

    public static AnswerLimit of(PredictRequest request) {
        long wanted = request.getMaxAnswerBytes();
        if (wanted < 0) {
            throw new ScorerException.InvalidRequest("max_answer_bytes " + wanted + "; expected 0 (" + DEFAULT
                    + ", the default of gRPC clients) or more");
        }
        return new AnswerLimit(wanted == 0 ? DEFAULT : wanted);
    }

    /** Returns the answer if its caller accepts it. */
    public PredictResponse require(PredictResponse answer) {
        long size = answer.getSerializedSize();
        if (size <= bytes) {
            return answer;
        }
        int wells = answer.getPredictionsCount();
        long fitting = Math.max(1, wells * bytes / size * 9 / 10);
        throw new ScorerException.TooLarge("the answer has " + size + " bytes, and its caller accepts " + bytes
                + (bytes == DEFAULT ? ", the default of gRPC clients" : "")
                + ". Ask for at most " + fitting + " wells at a time, as several calls or as several requests of one"
                + " PredictStream; ask for fewer classes (top_k instead of all_probabilities); or raise the largest"
                + " message of your client and set max_answer_bytes to it");
    }
}
