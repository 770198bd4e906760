package io.wellstream.scorer.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.wellstream.scorer.call.ScorerException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class StatusesTest {
    private final Exception cause = new Exception("cause");

    @Test
    void everyFailureHasItsStatusAndReason() {
        Map<ScorerException, String> expected = Map.ofEntries(
                Map.entry(new ScorerException.InvalidRequest("m"), "INVALID_ARGUMENT INVALID_REQUEST"),
                Map.entry(new ScorerException.BadImage("m"), "INVALID_ARGUMENT BAD_IMAGE"),
                Map.entry(new ScorerException.TooLarge("m"), "INVALID_ARGUMENT TOO_LARGE"),
                Map.entry(new ScorerException.UnknownDataset("m"), "NOT_FOUND UNKNOWN_DATASET"),
                Map.entry(new ScorerException.UnknownWell("m"), "NOT_FOUND UNKNOWN_WELL"),
                Map.entry(new ScorerException.UnknownModel("m"), "NOT_FOUND UNKNOWN_MODEL"),
                Map.entry(new ScorerException.StatisticsUnknown("m", cause), "FAILED_PRECONDITION STATISTICS_UNKNOWN"),
                Map.entry(new ScorerException.SubmissionBlocked("m"), "FAILED_PRECONDITION SUBMISSION_BLOCKED"),
                Map.entry(new ScorerException.DesignUnusable("m", cause), "FAILED_PRECONDITION DESIGN_UNUSABLE"),
                Map.entry(new ScorerException.ModelUnusable("m", cause), "FAILED_PRECONDITION MODEL_UNUSABLE"),
                Map.entry(new ScorerException.ObjectDamaged("m", cause), "DATA_LOSS OBJECT_DAMAGED"),
                Map.entry(new ScorerException.StoreDown("m", cause), "UNAVAILABLE STORE_DOWN"),
                Map.entry(new ScorerException.StoreFull("m", cause), "FAILED_PRECONDITION STORE_FULL"),
                Map.entry(new ScorerException.NotReady("m"), "UNAVAILABLE NOT_READY"),
                Map.entry(
                        new ScorerException.Overloaded("m", Duration.ofMillis(1_500)), "RESOURCE_EXHAUSTED OVERLOADED"),
                Map.entry(new ScorerException.Expired("m"), "DEADLINE_EXCEEDED DEADLINE_EXCEEDED"),
                Map.entry(new ScorerException.Cancelled("m"), "CANCELLED CANCELLED"));

        assertThat(expected).hasSize(ScorerException.class.getPermittedSubclasses().length);
        assertThat(expected).allSatisfy((failure, status) -> {
            StatusRuntimeException seen = Statuses.of(failure);
            assertThat(seen.getStatus().getDescription()).isEqualTo("m");
            assertThat(seen.getStatus().getCode() + " "
                            + detail(seen, ErrorInfo.class).getReason())
                    .isEqualTo(status);
            assertThat(detail(seen, ErrorInfo.class).getDomain()).isEqualTo("scorer.wellstream.io");
        });
    }

    @Test
    void anOverloadSaysWhenToRetry() {
        StatusRuntimeException seen = Statuses.of(new ScorerException.Overloaded("m", Duration.ofMillis(1_500)));

        RetryInfo retry = detail(seen, RetryInfo.class);
        assertThat(retry.getRetryDelay().getSeconds()).isEqualTo(1);
        assertThat(retry.getRetryDelay().getNanos()).isEqualTo(500_000_000);
    }

    @Test
    void aDefectDoesNotRevealItsCause() {
        assertThat(Statuses.internal().getStatus().getCode()).isEqualTo(Code.INTERNAL);
    }

    private static <M extends com.google.protobuf.Message> M detail(StatusRuntimeException seen, Class<M> kind) {
        List<Any> details =
                Objects.requireNonNull(StatusProto.fromThrowable(seen)).getDetailsList();
        try {
            for (Any any : details) {
                if (any.is(kind)) {
                    return any.unpack(kind);
                }
            }
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("no " + kind + " in " + details);
    }
}
