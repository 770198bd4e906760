package io.wellstream.scorer.grpc;

import static io.wellstream.scorer.grpc.EndpointClient.B03;
import static io.wellstream.scorer.grpc.EndpointClient.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.PredictRequest;
import io.wellstream.proto.v1.PredictStreamRequest;
import io.wellstream.proto.v1.PredictStreamResponse;
import io.wellstream.proto.v1.ScorerGrpc;
import io.wellstream.scorer.FixtureShell;
import io.wellstream.wire.keys.WellKeys;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** PredictStream: many requests in one call. */
@QuarkusTest
@TestProfile(ScorerEndpointTest.WithToken.class)
@SuppressWarnings("NullAway") // Quarkus fills the fields before each test
class PredictStreamTest {
    @Inject
    FixtureShell shell;

    @TestHTTPResource("/")
    URI address;

    private EndpointClient client;

    @BeforeEach
    void open() {
        client = new EndpointClient(address);
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void aStreamIsAnsweredInOrderAndAFailedRequestFailsAlone() throws Exception {
        shell.screen().servedWell();
        int count = 50;
        StreamAnswers stream = new StreamAnswers();
        StreamObserver<PredictStreamRequest> requests = client.streams().predictStream(stream);

        for (int i = 0; i < count; i++) {
            WellId well = i == 7 ? WellId.of("HUVEC-09", 1, "B03") : B03;
            requests.onNext(PredictStreamRequest.newBuilder()
                    .setId("call-" + i)
                    .setRequest(request(well))
                    .build());
        }
        requests.onCompleted();

        List<PredictStreamResponse> answers = stream.untilTheEnd(Duration.ofSeconds(30));
        assertThat(answers)
                .extracting(PredictStreamResponse::getId)
                .containsExactlyElementsOf(
                        IntStream.range(0, count).mapToObj(i -> "call-" + i).toList());
        assertThat(answers.get(7).getError().getReason()).isEqualTo("UNKNOWN_WELL");
        assertThat(answers.get(7).getError().getCode()).isEqualTo(Code.NOT_FOUND.value());
        assertThat(answers).filteredOn(PredictStreamResponse::hasResponse).hasSize(count - 1);
    }

    @Test
    void aStreamIsReadOnlyAsFastAsItsAnswersAreTaken() throws Exception {
        shell.screen().servedWell();
        double before = wellsScored();
        CountDownLatch open = new CountDownLatch(1);
        AtomicReference<ClientCallStreamObserver<PredictStreamRequest>> call = new AtomicReference<>();
        AtomicInteger answered = new AtomicInteger();
        client.streams().predictStream(new ClientResponseObserver<PredictStreamRequest, PredictStreamResponse>() {
            @Override
            public void beforeStart(ClientCallStreamObserver<PredictStreamRequest> requests) {
                requests.disableAutoRequestWithInitial(0);
                call.set(requests);
                open.countDown();
            }

            @Override
            public void onNext(PredictStreamResponse answer) {
                answered.incrementAndGet();
            }

            @Override
            public void onError(Throwable failure) {}

            @Override
            public void onCompleted() {}
        });
        open.await();
        // Each answer fills a quarter of the transport's buffers.
        PredictRequest many = request(B03).toBuilder()
                .addAllWells(Collections.nCopies(999, WellKeys.of(B03)))
                .setAllProbabilities(true)
                .build();
        int count = 200;
        for (int i = 0; i < count; i++) {
            call.get().onNext(PredictStreamRequest.newBuilder().setRequest(many).build());
        }
        call.get().onCompleted();

        await().during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(20))
                .until(() -> wellsScored() - before < count);
        assertThat(answered).hasValue(0);

        call.get().request(count);
        await().atMost(Duration.ofSeconds(30)).until(() -> answered.get() == count);
    }

    @Test
    void aStreamWithoutATokenIsRefused() throws Exception {
        shell.screen().servedWell();
        CompletableFuture<Code> ended = new CompletableFuture<>();
        StreamObserver<PredictStreamRequest> requests = ScorerGrpc.newStub(client.channel())
                .predictStream(new StreamObserver<>() {
                    @Override
                    public void onNext(PredictStreamResponse answer) {
                        ended.complete(Code.OK);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        ended.complete(Status.fromThrowable(failure).getCode());
                    }

                    @Override
                    public void onCompleted() {
                        ended.complete(Code.OK);
                    }
                });

        requests.onNext(
                PredictStreamRequest.newBuilder().setRequest(request(B03)).build());

        assertThat(ended.get(30, TimeUnit.SECONDS)).isEqualTo(Code.UNAUTHENTICATED);
    }

    private double wellsScored() {
        return shell.screen().registry.get("scorer.wells").counter().count();
    }
}
