package io.wellstream.scorer.grpc;

import static io.wellstream.scorer.grpc.EndpointClient.B03;
import static io.wellstream.scorer.grpc.EndpointClient.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.wellstream.proto.v1.PredictRequest;
import io.wellstream.proto.v1.PredictStreamRequest;
import io.wellstream.proto.v1.PredictStreamResponse;
import io.wellstream.scorer.FixtureShell;
import io.wellstream.wire.keys.WellKeys;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that send or read a few bytes at a time, over real sockets. The others are answered meanwhile. */
@QuarkusTest
@TestProfile(SlowClientsTest.Impatient.class)
@SuppressWarnings("NullAway") // Quarkus fills the fields before each test
class SlowClientsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int ARRIVING_BYTES = 200_000;
    private static final int STREAMS = 3;

    /** Its answer fills a quarter of a client's buffers. */
    private static final PredictRequest MANY = request(B03).toBuilder()
            .addAllWells(Collections.nCopies(999, WellKeys.of(B03)))
            .setAllProbabilities(true)
            .build();

    /** A scorer that waits for two seconds. */
    public static final class Impatient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(new ScorerEndpointTest.WithToken().getConfigOverrides());
            settings.put("wellstream.clients.patience", "2s");
            settings.put("wellstream.clients.arriving-bytes", String.valueOf(ARRIVING_BYTES));
            settings.put("wellstream.scorer.calls", String.valueOf(STREAMS));
            return settings;
        }
    }

    @Inject
    FixtureShell shell;

    @TestHTTPResource("/")
    URI address;

    private EndpointClient client;
    private SlowClient slow;

    @BeforeEach
    void open() {
        client = new EndpointClient(address);
        slow = new SlowClient(address);
        shell.screen().servedWell();
    }

    @AfterEach
    void othersAreAnsweredAndNothingIsHeld() {
        assertThat(client.scorer().predict(request(B03)).getPredictionsCount()).isEqualTo(1);
        await().atMost(LIMIT).until(() -> shell.bytes().held() == 0);
        shell.limitBytes(64 << 20);
        slow.close();
        client.close();
    }

    @Test
    void aCallWhoseRequestArrivesAByteAtATimeIsRefusedAndCutOff() throws Exception {
        SlowClient.Call call = slow.call("Predict", 1);

        assertThat(call.status.get(LIMIT.toSeconds(), TimeUnit.SECONDS))
                .startsWith(Code.DEADLINE_EXCEEDED.value() + " ")
                .contains("has not arrived within 2000 ms");
        call.cut.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void aStreamWhoseRequestArrivesAByteAtATimeIsRefusedAndCutOff() throws Exception {
        SlowClient.Call call = slow.call("PredictStream", 1);

        assertThat(call.status.get(LIMIT.toSeconds(), TimeUnit.SECONDS))
                .startsWith(Code.DEADLINE_EXCEEDED.value() + " ");
        call.cut.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void theBytesOfAllRequestsThatArriveAreBounded() {
        List<SlowClient.Call> calls = IntStream.range(0, 5)
                .mapToObj(i -> slow.call("Predict", ARRIVING_BYTES / 4))
                .toList();

        await().atMost(LIMIT).until(() -> calls.stream()
                .anyMatch(call -> call.status.getNow("").startsWith(Code.RESOURCE_EXHAUSTED.value() + " ")));
        assertThat(calls)
                .filteredOn(call -> call.status.getNow("").startsWith(Code.RESOURCE_EXHAUSTED.value() + " "))
                .as("as many as make room")
                .hasSizeLessThan(5);
    }

    @Test
    void aStreamMayBeIdleBetweenTwoRequestsForAsLongAsItLikes() throws Exception {
        StreamAnswers stream = new StreamAnswers();
        StreamObserver<PredictStreamRequest> requests = client.streams().predictStream(stream);
        requests.onNext(asked("before", request(B03)));

        await().during(Duration.ofSeconds(4)).atMost(LIMIT).until(() -> true);
        requests.onNext(asked("after", request(B03)));
        requests.onCompleted();

        assertThat(stream.untilTheEnd(LIMIT))
                .extracting(PredictStreamResponse::getId)
                .containsExactly("before", "after");
    }

    /** The clients are not told, because they read nothing: what counts is that others get their places. */
    @Test
    void aStreamWhoseClientTakesNoAnswerIsEndedAndAnotherGetsItsPlace() throws Exception {
        for (int stream = 0; stream < STREAMS; stream++) {
            CompletableFuture<ClientCallStreamObserver<PredictStreamRequest>> call = new CompletableFuture<>();
            client.streams().predictStream(new Unread<>(call));
            for (int i = 0; i < 100; i++) {
                call.get().onNext(asked("call-" + i, MANY));
            }
        }

        await().atMost(LIMIT).until(this::isAnsweredOnAStream);
    }

    private boolean isAnsweredOnAStream() throws InterruptedException {
        StreamAnswers stream = new StreamAnswers();
        StreamObserver<PredictStreamRequest> requests = client.streams().predictStream(stream);
        requests.onNext(asked("one", request(B03)));
        requests.onCompleted();
        return stream.untilTheEnd(LIMIT).size() == 1;
    }

    @Test
    void theAnswersThatClientsOfCallsDoNotTakeAreBoundedAndDropped() {
        fillWithUntakenAnswers(idle -> idle.streams().predict(MANY, new Unread<>(new CompletableFuture<>())));
    }

    @Test
    void theLastAnswersThatClientsOfStreamsDoNotTakeAreBoundedAndDropped() {
        fillWithUntakenAnswers(idle -> {
            StreamObserver<PredictStreamRequest> requests =
                    idle.streams().predictStream(new Unread<>(new CompletableFuture<>()));
            requests.onNext(asked("one", MANY));
            requests.onCompleted();
        });
    }

    /** Some answers fill the buffers of the client that takes none; the next one stays in the scorer, and fills its limit. */
    private void fillWithUntakenAnswers(Consumer<EndpointClient> ask) {
        shell.limitBytes(100_000);
        try (EndpointClient idle = new EndpointClient(address)) {
            await().atMost(LIMIT).until(() -> {
                ask.accept(idle);
                return isRefusedForLackOfRoom();
            });

            await().atMost(LIMIT).until(() -> shell.bytes().held() == 0);
        }
    }

    private boolean isRefusedForLackOfRoom() {
        try {
            return client.scorer().predict(request(B03)).getPredictionsCount() == 0;
        } catch (StatusRuntimeException e) {
            return String.valueOf(e.getMessage()).contains("has no room for");
        }
    }

    @Test
    void anHttpRequestThatArrivesAByteAtATimeLosesItsConnection() throws Exception {
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write("POST /q/health/ready HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            await().atMost(LIMIT).pollInterval(Duration.ofMillis(50)).until(() -> !takesAByte(out));
        }
    }

    private static boolean takesAByte(OutputStream out) {
        try {
            out.write('x');
            out.flush();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static PredictStreamRequest asked(String id, PredictRequest request) {
        return PredictStreamRequest.newBuilder().setId(id).setRequest(request).build();
    }

    /** Asks for no answer. */
    private record Unread<Q, A>(CompletableFuture<ClientCallStreamObserver<Q>> call)
            implements ClientResponseObserver<Q, A> {
        @Override
        public void beforeStart(ClientCallStreamObserver<Q> requests) {
            requests.disableAutoRequestWithInitial(0);
            call.complete(requests);
        }

        @Override
        public void onNext(A answer) {}

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onCompleted() {}
    }
}
