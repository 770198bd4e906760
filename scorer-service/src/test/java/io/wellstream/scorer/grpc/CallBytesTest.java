package io.wellstream.scorer.grpc;

import static io.wellstream.scorer.grpc.EndpointClient.B03;
import static io.wellstream.scorer.grpc.EndpointClient.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.wellstream.proto.v1.PredictRequest;
import io.wellstream.proto.v1.PredictResponse;
import io.wellstream.proto.v1.PredictStreamRequest;
import io.wellstream.proto.v1.PredictStreamResponse;
import io.wellstream.proto.v1.SitePlanes;
import io.wellstream.proto.v1.WellImages;
import io.wellstream.scorer.FixtureShell;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The limit on the bytes of all calls, single ones and those of streams. A call that holds a few bytes is under way. */
@QuarkusTest
@TestProfile(ScorerEndpointTest.WithToken.class)
@SuppressWarnings("NullAway") // Quarkus fills the fields before each test
class CallBytesTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int BYTES = 1_000;

    @Inject
    FixtureShell shell;

    @TestHTTPResource("/")
    URI address;

    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final ExecutorService callers = Executors.newSingleThreadExecutor();
    private EndpointClient client;
    private Future<PredictResponse> underWay;

    @BeforeEach
    void holdACall() throws InterruptedException {
        client = new EndpointClient(address);
        shell.limitBytes(BYTES);
        shell.screen().servedWell();
        shell.screen().wells.beforeRead(() -> {
            inside.countDown();
            hold(goOn);
        });
        underWay = callers.submit(() -> client.scorer().predict(request(B03)));
        assertThat(inside.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @AfterEach
    void close() throws Exception {
        goOn.countDown();
        assertThat(underWay.get(LIMIT.toSeconds(), TimeUnit.SECONDS).getPredictionsCount())
                .isEqualTo(1);
        await().atMost(LIMIT).until(() -> shell.bytes().held() == 0);
        shell.screen().wells.beforeRead(() -> {});
        shell.limitBytes(64 << 20);
        callers.shutdown();
        client.close();
    }

    @Test
    void aCallThatHasNoRoomIsRefusedAndAcceptedWhenThereIsRoom() {
        assertThatThrownBy(() -> client.scorer().predict(images(BYTES)))
                .isInstanceOfSatisfying(StatusRuntimeException.class, refusal -> {
                    assertThat(refusal.getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
                    assertThat(refusal)
                            .hasMessageContaining("has no room for")
                            .hasMessageContaining("its limit is 1000");
                });

        goOn.countDown();
        await().atMost(LIMIT).until(() -> shell.bytes().held() == 0);
        assertThatThrownBy(() -> client.scorer().predict(images(BYTES)))
                .as("read, and found to be no PNG")
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        refusal -> assertThat(refusal.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT));
    }

    /** Calls that wait for a worker thread hold their requests, too. */
    @Test
    void aCallIsCountedBeforeItWaitsForAThread() {
        assertThatThrownBy(() -> client.scorer().predict(images(BYTES))).isInstanceOf(StatusRuntimeException.class);

        assertThat(shell.bytesCountedOn()).contains("eventloop");
    }

    @Test
    void aRequestOfAStreamThatHasNoRoomIsRefusedAloneAndInItsPlace() throws Exception {
        StreamAnswers stream = new StreamAnswers();
        StreamObserver<PredictStreamRequest> requests = client.streams().predictStream(stream);

        requests.onNext(asked("small", request(B03)));
        requests.onNext(asked("large", images(BYTES)));
        requests.onNext(asked("small again", request(B03)));
        requests.onCompleted();
        await().atMost(LIMIT)
                .until(() -> shell.screen().registry.get("scorer.calls").gauge().value() == 2);
        goOn.countDown();

        List<PredictStreamResponse> answers = stream.untilTheEnd(LIMIT);
        assertThat(answers).extracting(PredictStreamResponse::getId).containsExactly("small", "large", "small again");
        assertThat(answers.get(1).getError().getReason()).isEqualTo("OVERLOADED");
        assertThat(answers.get(1).getError().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED.value());
        assertThat(answers.getFirst().hasResponse()).isTrue();
        assertThat(answers.getLast().hasResponse()).isTrue();
    }

    private static PredictStreamRequest asked(String id, PredictRequest request) {
        return PredictStreamRequest.newBuilder().setId(id).setRequest(request).build();
    }

    /** A well whose image is so many bytes that are no PNG. */
    private static PredictRequest images(int bytes) {
        return PredictRequest.newBuilder()
                .setDataset("screen")
                .addImages(WellImages.newBuilder()
                        .setCellType("HUVEC")
                        .addSites(SitePlanes.newBuilder()
                                .addChannels(ByteString.copyFrom(new byte[bytes]))
                                .addChannels(ByteString.copyFrom(new byte[8]))))
                .build();
    }

    private static void hold(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
