package io.wellstream.scorer.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wellstream.proto.v1.PredictRequest;
import io.wellstream.proto.v1.PredictResponse;
import io.wellstream.proto.v1.WellPrediction;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class AnswerLimitTest {
    private static final int RXRX1_CLASSES = 1_108;

    @Test
    void anAnswerThatAClientWouldRefuseSaysHowToAsk() {
        AnswerLimit limit = AnswerLimit.of(PredictRequest.getDefaultInstance());

        assertThatThrownBy(() -> limit.require(answer(1_000)))
                .isInstanceOf(ScorerException.TooLarge.class)
                .hasMessageContaining("its caller accepts 4194304, the default of gRPC clients")
                .hasMessageContaining("PredictStream")
                .hasMessageContaining("max_answer_bytes")
                .hasMessageContaining("Ask for at most 85")
                .hasMessageContaining(" wells at a time");
        assertThat(limit.require(answer(840)).getPredictionsCount()).isEqualTo(840);
    }

    @Test
    void aClientThatAcceptsMoreGetsMore() {
        PredictRequest request =
                PredictRequest.newBuilder().setMaxAnswerBytes(32 << 20).build();

        assertThat(AnswerLimit.of(request).require(answer(1_000)).getPredictionsCount())
                .isEqualTo(1_000);
        assertThatThrownBy(() ->
                        AnswerLimit.of(request.toBuilder().setMaxAnswerBytes(-1).build()))
                .isInstanceOf(ScorerException.InvalidRequest.class);
    }

    private static PredictResponse answer(int wells) {
        WellPrediction well = WellPrediction.newBuilder()
                .addAllProbabilities(Collections.nCopies(RXRX1_CLASSES, 0.5f))
                .build();
        return PredictResponse.newBuilder()
                .addAllPredictions(Collections.nCopies(wells, well))
                .build();
    }
}
