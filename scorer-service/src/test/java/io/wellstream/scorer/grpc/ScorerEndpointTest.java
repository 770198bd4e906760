package io.wellstream.scorer.grpc;

import static io.wellstream.scorer.grpc.EndpointClient.B03;
import static io.wellstream.scorer.grpc.EndpointClient.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.rpc.ErrorInfo;
import grpc.health.v1.HealthGrpc;
import grpc.health.v1.HealthOuterClass.HealthCheckRequest;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.PredictResponse;
import io.wellstream.proto.v1.ScorerGrpc;
import io.wellstream.scorer.FixtureShell;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ScorerEndpointTest.WithToken.class)
@SuppressWarnings("NullAway") // Quarkus fills the fields before each test
class ScorerEndpointTest {
    public static final class WithToken implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.arc.exclude-types", "io.wellstream.scorer.ScorerShell",
                    "wellstream.token", "secret",
                    "wellstream.kafka.bootstrap-servers", "127.0.0.1:1",
                    "wellstream.store.endpoint", "http://127.0.0.1:1",
                    "wellstream.store.access-key", "nobody",
                    "wellstream.store.secret-key", "nothing");
        }
    }

    @Inject
    FixtureShell shell;

    @TestHTTPResource("/")
    URI address;

    private EndpointClient client;
    private ScorerGrpc.ScorerBlockingStub scorer;

    @BeforeEach
    void open() {
        client = new EndpointClient(address);
        scorer = client.scorer();
    }

    @AfterEach
    void close() {
        shell.screen().wells.beforeRead(() -> {});
        client.close();
    }

    @Test
    void aPredictionIsAnsweredOnTheHttpPort() {
        shell.screen().servedWell();

        assertThat(scorer.predict(request(B03)).getPredictions(0).getTop(0).getLabel())
                .isEqualTo("a");
    }

    @Test
    void callsOfOneConnectionAreAnsweredConcurrentlyUpToTheLimit() throws Exception {
        shell.screen().servedWell();
        CountDownLatch inside = new CountDownLatch(2);
        CountDownLatch goOn = new CountDownLatch(1);
        shell.screen().wells.beforeRead(() -> {
            inside.countDown();
            hold(goOn);
        });
        try (ExecutorService callers = Executors.newFixedThreadPool(2)) {
            Future<PredictResponse> first = callers.submit(() -> scorer.predict(request(B03)));
            Future<PredictResponse> second = callers.submit(() -> scorer.predict(request(B03)));
            assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();

            assertThatThrownBy(() -> scorer.predict(request(B03)))
                    .isInstanceOfSatisfying(
                            StatusRuntimeException.class,
                            refusal -> assertThat(refusal.getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED));

            goOn.countDown();
            assertThat(first.get()).isEqualTo(second.get());
        }
    }

    @Test
    void anExpiredCallIsNotComputed() {
        shell.screen().servedWell();
        Duration deadline = Duration.ofSeconds(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<Long> readAt = new CompletableFuture<>();
        shell.screen().wells.beforeRead(() -> {
            readAt.complete(System.nanoTime());
            hold(goOn);
        });
        double before = wellsScored();

        assertThatThrownBy(() -> scorer.withDeadlineAfter(deadline).predict(request(B03)))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        failure -> assertThat(failure.getStatus().getCode()).isEqualTo(Code.DEADLINE_EXCEEDED));
        // The scorer's deadline counts from the call's arrival, so it ends after the caller's.
        await().until(() -> System.nanoTime() - readAt.get() > deadline.toNanos());
        goOn.countDown();

        await().until(() -> shell.screen().registry.get("scorer.calls").gauge().value() == 0);
        assertThat(wellsScored()).isEqualTo(before);
    }

    private double wellsScored() {
        return shell.screen().registry.get("scorer.wells").counter().count();
    }

    private static void hold(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aFailureIsSentWithItsReason() {
        assertThatThrownBy(() -> scorer.predict(request(WellId.of("HUVEC-09", 1, "B03"))))
                .isInstanceOfSatisfying(StatusRuntimeException.class, failure -> {
                    assertThat(failure.getStatus().getCode()).isEqualTo(Code.NOT_FOUND);
                    assertThat(Objects.requireNonNull(StatusProto.fromThrowable(failure))
                                    .getDetails(0)
                                    .is(ErrorInfo.class))
                            .isTrue();
                });
    }

    @Test
    void aCallThatMeetsAnErrorIsAnsweredAndSoIsTheNextOne() {
        shell.screen().servedWell();
        shell.screen().wells.beforeRead(() -> {
            throw new StackOverflowError();
        });

        assertThatThrownBy(() -> scorer.predict(request(B03)))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        failure -> assertThat(failure.getStatus().getCode()).isEqualTo(Code.INTERNAL));

        shell.screen().wells.beforeRead(() -> {});
        assertThat(scorer.predict(request(B03)).getPredictionsCount()).isEqualTo(1);
    }

    @Test
    void aCallerWithoutATokenIsToldToSendOne() {
        for (ScorerGrpc.ScorerBlockingStub stub : new ScorerGrpc.ScorerBlockingStub[] {
            ScorerGrpc.newBlockingStub(client.channel()), client.scorer("wrong")
        }) {
            assertThatThrownBy(() -> stub.predict(request(B03)))
                    .isInstanceOfSatisfying(
                            StatusRuntimeException.class,
                            failure -> assertThat(failure.getStatus().getCode()).isEqualTo(Code.UNAUTHENTICATED));
        }
    }

    @Test
    void healthNeedsNoTokenAndFollowsTheService() throws Exception {
        assertThat(HealthGrpc.newBlockingStub(client.channel())
                        .check(HealthCheckRequest.getDefaultInstance())
                        .getStatus())
                .isEqualTo(ServingStatus.SERVING);
        assertThat(get("/q/health/ready")).isEqualTo(200);

        shell.waitFor("wells");

        assertThat(get("/q/health/ready")).isEqualTo(503);
        assertThat(get("/q/health/live")).isEqualTo(200);
        shell.waitFor();
    }

    /** A Kubernetes Service routes to the pods whose readiness probe succeeds. */
    @Test
    void anOutageOfTheStoreLeavesTheScorerInService() throws Exception {
        shell.screen().servedWell();
        assertThat(scorer.predict(request(B03)).getPredictionsCount()).isEqualTo(1);
        assertThat(get("/q/health/group/fetch")).isEqualTo(200);
        shell.screen().store.goDown();
        shell.canFetch(false);

        try {
            assertThat(get("/q/health/ready")).isEqualTo(200);
            assertThat(body("/q/health/ready"))
                    .containsPattern("not answering\": *\"object store\"")
                    .containsPattern("serving\": *\"screen/HUVEC/treatment: served\"");
            assertThat(get("/q/health/group/fetch")).isEqualTo(503);
            assertThat(scorer.predict(request(B03)).getPredictions(0).getRun()).isEqualTo("served");
        } finally {
            shell.screen().store.comeBack();
            shell.canFetch(true);
        }
    }

    private int get(String path) throws Exception {
        return send(path).statusCode();
    }

    private String body(String path) throws Exception {
        return send(path).body();
    }

    private HttpResponse<String> send(String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(address.resolve(path)).build(), BodyHandlers.ofString());
        }
    }
}
