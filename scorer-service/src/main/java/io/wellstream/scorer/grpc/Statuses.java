package io.wellstream.scorer.grpc;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.Durations;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.wellstream.proto.v1.CallError;
import io.wellstream.scorer.call.ScorerException;
import java.util.List;

/** Translates failures into the statuses that callers see, each with its reason; nothing else does. */
final class Statuses {
    static final String DOMAIN = "scorer.wellstream.io";

    private Statuses() {}

    static StatusRuntimeException of(ScorerException failure) {
        return switch (failure) {
            case ScorerException.InvalidRequest e -> status(Code.INVALID_ARGUMENT, "INVALID_REQUEST", e);
            case ScorerException.BadImage e -> status(Code.INVALID_ARGUMENT, "BAD_IMAGE", e);
            case ScorerException.TooLarge e -> status(Code.INVALID_ARGUMENT, "TOO_LARGE", e);
            case ScorerException.UnknownDataset e -> status(Code.NOT_FOUND, "UNKNOWN_DATASET", e);
            case ScorerException.UnknownWell e -> status(Code.NOT_FOUND, "UNKNOWN_WELL", e);
            case ScorerException.UnknownModel e -> status(Code.NOT_FOUND, "UNKNOWN_MODEL", e);
            case ScorerException.StatisticsUnknown e -> status(Code.FAILED_PRECONDITION, "STATISTICS_UNKNOWN", e);
            case ScorerException.SubmissionBlocked e -> status(Code.FAILED_PRECONDITION, "SUBMISSION_BLOCKED", e);
            case ScorerException.DesignUnusable e -> status(Code.FAILED_PRECONDITION, "DESIGN_UNUSABLE", e);
            case ScorerException.ModelUnusable e -> status(Code.FAILED_PRECONDITION, "MODEL_UNUSABLE", e);
            case ScorerException.ObjectDamaged e -> status(Code.DATA_LOSS, "OBJECT_DAMAGED", e);
            case ScorerException.StoreDown e -> status(Code.UNAVAILABLE, "STORE_DOWN", e);
            case ScorerException.StoreFull e -> status(Code.FAILED_PRECONDITION, "STORE_FULL", e);
            case ScorerException.NotReady e -> status(Code.UNAVAILABLE, "NOT_READY", e);
            case ScorerException.Overloaded e -> status(Code.RESOURCE_EXHAUSTED, "OVERLOADED", e, retryInfo(e));
            case ScorerException.Expired e -> status(Code.DEADLINE_EXCEEDED, "DEADLINE_EXCEEDED", e);
            case ScorerException.Cancelled e -> status(Code.CANCELLED, "CANCELLED", e);
        };
    }

    /** For a defect of this service: the cause is in the log and not sent to the caller. */
    static StatusRuntimeException internal() {
        return StatusProto.toStatusRuntimeException(Status.newBuilder()
                .setCode(Code.INTERNAL_VALUE)
                .setMessage("the scorer failed unexpectedly; its log has the cause")
                .addDetails(Any.pack(errorInfo("INTERNAL")))
                .build());
    }

    /** The same for one request of a stream. */
    static CallError error(StatusRuntimeException failure) {
        Status status = StatusProto.fromStatusAndTrailers(failure.getStatus(), failure.getTrailers());
        CallError.Builder error =
                CallError.newBuilder().setCode(status.getCode()).setMessage(status.getMessage());
        try {
            error.setReason(status.getDetails(0).unpack(ErrorInfo.class).getReason());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("every failure's first detail is its reason", e);
        }
        return error.build();
    }

    private static StatusRuntimeException status(Code code, String reason, ScorerException e, Message... more) {
        Status.Builder status = Status.newBuilder()
                .setCode(code.getNumber())
                .setMessage(String.valueOf(e.getMessage()))
                .addDetails(Any.pack(errorInfo(reason)));
        for (Message detail : List.of(more)) {
            status.addDetails(Any.pack(detail));
        }
        return StatusProto.toStatusRuntimeException(status.build());
    }

    private static ErrorInfo errorInfo(String reason) {
        return ErrorInfo.newBuilder().setReason(reason).setDomain(DOMAIN).build();
    }

    private static RetryInfo retryInfo(ScorerException.Overloaded e) {
        return RetryInfo.newBuilder()
                .setRetryDelay(Durations.fromNanos(e.retryAfter().toNanos()))
                .build();
    }
}
