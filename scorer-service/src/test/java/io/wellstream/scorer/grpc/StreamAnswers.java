package io.wellstream.scorer.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.stub.StreamObserver;
import io.wellstream.proto.v1.PredictStreamResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Collects the answers on a stream of predictions until it ends. */
final class StreamAnswers implements StreamObserver<PredictStreamResponse> {
    private final List<PredictStreamResponse> answers = new CopyOnWriteArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    @Override
    public void onNext(PredictStreamResponse answer) {
        answers.add(answer);
    }

    @Override
    public void onError(Throwable failure) {
        ended.countDown();
    }

    @Override
    public void onCompleted() {
        ended.countDown();
    }

    /** All answers; fails if the stream has not ended after the limit. */
    List<PredictStreamResponse> untilTheEnd(Duration limit) throws InterruptedException {
        assertThat(ended.await(limit.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return answers;
    }
}
