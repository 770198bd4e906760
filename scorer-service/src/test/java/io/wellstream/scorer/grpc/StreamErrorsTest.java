package io.wellstream.scorer.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.stub.ServerCallStreamObserver;
import io.wellstream.proto.v1.PredictStreamRequest;
import io.wellstream.proto.v1.PredictStreamResponse;
import io.wellstream.scorer.call.BytesInFlight;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Errors that are no exceptions on the threads of a stream of predictions. Its client is told, and nothing of it is held. */
class StreamErrorsTest {
    private static final long LIMIT_SECONDS = 60;
    private static final PredictStreamRequest REQUEST =
            PredictStreamRequest.newBuilder().setId("one").build();

    private final BytesInFlight bytes = new BytesInFlight(1 << 20);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() throws InterruptedException {
        assertThat(ended.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        await().until(() -> bytes.held() == 0);
        threads.shutdownNow();
    }

    @Test
    void anErrorOfTheThreadThatAnswersARequestEndsTheStream() throws Exception {
        Client client = new Client(answer -> {});

        open(client, request -> {
                    throw new StackOverflowError();
                })
                .onNext(REQUEST);

        assertThat(client.status.get(LIMIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(Code.INTERNAL);
    }

    @Test
    void anErrorOfTheThreadThatSendsTheAnswersEndsTheStream() throws Exception {
        Client client = new Client(answer -> {
            throw new OutOfMemoryError("Java heap space");
        });

        open(client, request -> PredictStreamResponse.newBuilder()
                        .setId(request.getId())
                        .build())
                .onNext(REQUEST);

        assertThat(client.status.get(LIMIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(Code.INTERNAL);
    }

    private PredictStream open(Client client, Function<PredictStreamRequest, PredictStreamResponse> answer) {
        PredictStream.Use use = new PredictStream.Use(
                answer,
                (request, refusal) -> PredictStreamResponse.getDefaultInstance(),
                bytes,
                threads,
                Duration.ofSeconds(LIMIT_SECONDS));
        return PredictStream.open(client, use, ended::countDown);
    }

    /** Takes every answer; knows how the stream ended. */
    private static final class Client extends ServerCallStreamObserver<PredictStreamResponse> {
        private final CompletableFuture<Code> status = new CompletableFuture<>();
        private final Consumer<PredictStreamResponse> taking;

        private Client(Consumer<PredictStreamResponse> taking) {
            this.taking = taking;
        }

        @Override
        public void onNext(PredictStreamResponse answer) {
            taking.accept(answer);
        }

        @Override
        public void onError(Throwable failure) {
            status.complete(Status.fromThrowable(failure).getCode());
        }

        @Override
        public void onCompleted() {
            status.complete(Code.OK);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public void setOnCancelHandler(Runnable handler) {}

        @Override
        public void setOnReadyHandler(Runnable handler) {}

        @Override
        public void disableAutoRequest() {}

        @Override
        public void disableAutoInboundFlowControl() {}

        @Override
        public void setCompression(String compression) {}

        @Override
        public void setMessageCompression(boolean enabled) {}

        @Override
        public void request(int count) {}
    }
}
