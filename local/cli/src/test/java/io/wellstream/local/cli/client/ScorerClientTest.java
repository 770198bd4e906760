package io.wellstream.local.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.stub.StreamObserver;
import io.wellstream.local.cli.link.AwayException;
import io.wellstream.local.cli.link.Credentials;
import io.wellstream.local.cli.link.SystemAddress;
import io.wellstream.proto.v1.BuildSubmissionRequest;
import io.wellstream.proto.v1.PredictRequest;
import io.wellstream.proto.v1.PredictResponse;
import io.wellstream.proto.v1.ScorerGrpc;
import io.wellstream.proto.v1.SubmissionProgress;
import io.wellstream.wire.kafka.KafkaConfig;
import io.wellstream.wire.store.StoreConfig;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A scorer that dies or stalls under a call. */
class ScorerClientTest {
    private final Server scorer;

    ScorerClientTest() throws IOException {
        scorer = Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
                .addService(new FirstStep())
                .build()
                .start();
    }

    /** Predicts nothing, and sends the first step of a submission and no other. */
    private static final class FirstStep extends ScorerGrpc.ScorerImplBase {
        @Override
        public void predict(PredictRequest request, StreamObserver<PredictResponse> answer) {
            answer.onNext(PredictResponse.getDefaultInstance());
            answer.onCompleted();
        }

        @Override
        public void buildSubmission(BuildSubmissionRequest request, StreamObserver<SubmissionProgress> steps) {
            steps.onNext(SubmissionProgress.newBuilder().setWellsTotal(9).build());
        }
    }

    @AfterEach
    void stop() {
        scorer.shutdownNow();
    }

    @Test
    void aSubmissionWhoseScorerIsKilledIsBrokenOff() {
        URI address = URI.create("http://127.0.0.1:" + scorer.getPort());
        try (ScorerClient client = client(address)) {
            assertThatThrownBy(() -> client.buildSubmission(
                            BuildSubmissionRequest.getDefaultInstance(), step -> scorer.shutdownNow()))
                    .isInstanceOf(AwayException.class)
                    .hasMessageContaining("no scorer answers at " + address);
        }
    }

    @Test
    void aSubmissionOnAConnectionThatStallsIsBrokenOff() throws Exception {
        try (StallingConnection connection = StallingConnection.to(scorer.getPort());
                ScorerClient client = client(connection.url())) {
            long started = System.nanoTime();

            assertThatThrownBy(() -> client.buildSubmission(
                            BuildSubmissionRequest.getDefaultInstance(), step -> connection.stall()))
                    .isInstanceOf(AwayException.class);

            Duration noticed = Duration.ofNanos(System.nanoTime() - started);
            assertThat(noticed).isLessThan(Duration.ofSeconds(60)); // 15 s on an idle machine
        }
    }

    @Test
    void aCallIsAnswered() {
        try (ScorerClient client = client(URI.create("http://127.0.0.1:" + scorer.getPort()))) {
            assertThat(client.predict(PredictRequest.getDefaultInstance()))
                    .isEqualTo(PredictResponse.getDefaultInstance());
        }
    }

    private static ScorerClient client(URI scorer) {
        return SystemClient.at(new SystemAddress(
                        scorer,
                        scorer,
                        scorer,
                        KafkaConfig.of("127.0.0.1:9"),
                        new StoreConfig(scorer, "bucket", "key", "secret"),
                        new Credentials(null, null)))
                .scorerAt(scorer);
    }
}
