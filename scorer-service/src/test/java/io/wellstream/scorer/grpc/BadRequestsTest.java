package io.wellstream.scorer.grpc;

import static io.wellstream.scorer.grpc.EndpointClient.B03;
import static io.wellstream.scorer.grpc.EndpointClient.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.PredictRequest;
import io.wellstream.proto.v1.SitePlanes;
import io.wellstream.proto.v1.Target;
import io.wellstream.proto.v1.WellImages;
import io.wellstream.proto.v1.WellKey;
import io.wellstream.scorer.FixtureShell;
import io.wellstream.scorer.ScreenFixture;
import io.wellstream.scorer.TestPng;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How invalid requests are refused over gRPC. */
@QuarkusTest
@TestProfile(ScorerEndpointTest.WithToken.class)
@SuppressWarnings("NullAway") // Quarkus fills the fields before each test
class BadRequestsTest {
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
    void anInvalidRequestIsRefusedWithItsReason() {
        shell.screen().servedWell();
        WellKey malformed = WellKey.newBuilder()
                .setExperiment("HUVEC-01")
                .setPlate(1)
                .setWell("3B")
                .build();
        ByteString png = TestPng.grey(ScreenFixture.SIDE, 1);

        assertRefused(
                request(B03).toBuilder().setWells(0, malformed).build(),
                Code.INVALID_ARGUMENT,
                "INVALID_REQUEST",
                "wells[0]");
        assertRefused(request(WellId.of("HUVEC-09", 1, "B03")), Code.NOT_FOUND, "UNKNOWN_WELL", "HUVEC-09/1/B03");
        assertRefused(
                request(B03).toBuilder().setDataset("nothing").build(), Code.NOT_FOUND, "UNKNOWN_DATASET", "'nothing'");
        assertRefused(
                request(B03).toBuilder().setTarget(Target.TARGET_CELL_TYPE).build(),
                Code.NOT_FOUND,
                "UNKNOWN_MODEL",
                "is served");
        assertRefused(
                images(Collections.nCopies(5, png)),
                Code.INVALID_ARGUMENT,
                "INVALID_REQUEST",
                "5 channels; the model requires 2");
        assertRefused(
                images(List.of(png, TestPng.grey(9, 1))),
                Code.INVALID_ARGUMENT,
                "BAD_IMAGE",
                "9x9 pixels; expected 8x8");
        assertStillAnswers();
    }

    @Test
    void aMessageThatIsTooLargeIsRefusedAndTheServerGoesOn() {
        shell.screen().servedWell();
        ByteString large = ByteString.copyFrom(new byte[20 << 20]);

        assertThatThrownBy(() -> client.scorer().predict(images(Collections.nCopies(10, large))))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        refusal -> assertThat(refusal.getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED));
        assertStillAnswers();
    }

    private void assertRefused(PredictRequest request, Code code, String reason, String because) {
        assertThatThrownBy(() -> client.scorer().predict(request))
                .isInstanceOfSatisfying(StatusRuntimeException.class, refusal -> {
                    assertThat(refusal.getStatus().getCode()).isEqualTo(code);
                    assertThat(refusal.getStatus().getDescription()).contains(because);
                    com.google.rpc.Status status = Objects.requireNonNull(StatusProto.fromThrowable(refusal));
                    try {
                        assertThat(status.getDetails(0).unpack(ErrorInfo.class).getReason())
                                .isEqualTo(reason);
                    } catch (InvalidProtocolBufferException e) {
                        throw new AssertionError(e);
                    }
                });
    }

    private void assertStillAnswers() {
        assertThat(client.scorer().predict(request(B03)).getPredictionsCount()).isEqualTo(1);
    }

    private static PredictRequest images(List<ByteString> channels) {
        return PredictRequest.newBuilder()
                .setDataset("screen")
                .addImages(WellImages.newBuilder()
                        .setCellType("HUVEC")
                        .addSites(SitePlanes.newBuilder().addAllChannels(channels)))
                .build();
    }
}
