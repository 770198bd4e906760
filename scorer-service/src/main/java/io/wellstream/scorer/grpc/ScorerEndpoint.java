package io.wellstream.scorer.grpc;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import io.wellstream.proto.v1.BuildSubmissionRequest;
import io.wellstream.proto.v1.DescribeModelRequest;
import io.wellstream.proto.v1.ListModelsRequest;
import io.wellstream.proto.v1.ListModelsResponse;
import io.wellstream.proto.v1.ModelCard;
import io.wellstream.proto.v1.PredictRequest;
import io.wellstream.proto.v1.PredictResponse;
import io.wellstream.proto.v1.PredictStreamRequest;
import io.wellstream.proto.v1.PredictStreamResponse;
import io.wellstream.proto.v1.ScorerGrpc;
import io.wellstream.proto.v1.SubmissionProgress;
import io.wellstream.scorer.Scorer;
import io.wellstream.scorer.ScorerShell;
import io.wellstream.scorer.call.Call;
import io.wellstream.scorer.call.ScorerException;
import io.wellstream.shell.access.Roles;
import io.wellstream.shell.arrival.ClientLimits;
import io.wellstream.wire.Trace;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.security.RolesAllowed;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gRPC service: passes each call to the scorer and returns its failure as a status. */
@GrpcService
@Blocking
@RolesAllowed({Roles.PREDICT, Roles.OPERATE})
public class ScorerEndpoint extends ScorerGrpc.ScorerImplBase {
    private static final Logger LOG = LoggerFactory.getLogger(ScorerEndpoint.class);

    private static final Duration STREAM_RETRY = Duration.ofSeconds(1);

    private final ScorerShell shell;
    private final Semaphore streams;
    private final Duration patience;
    private final ExecutorService threads = Trace.across(Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("scorer-stream-", 0).factory()));

    public ScorerEndpoint(ScorerShell shell, ClientLimits clients) {
        this.shell = shell;
        this.patience = clients.patience();
        this.streams = new Semaphore(shell.calls());
    }

    @Override
    public void predict(PredictRequest request, StreamObserver<PredictResponse> out) {
        answer(out, (scorer, call) -> out.onNext(scorer.predict(request, call)));
    }

    @Override
    public StreamObserver<PredictStreamRequest> predictStream(StreamObserver<PredictStreamResponse> out) {
        if (!streams.tryAcquire()) {
            out.onError(Statuses.of(new ScorerException.Overloaded(
                    "as many streams as this scorer allows (wellstream.scorer.calls) are open; try again in a second,"
                            + " send your requests on fewer streams, or add a scorer",
                    STREAM_RETRY)));
            return new IgnoredRequests();
        }
        Call call = call(out);
        PredictStream.Use use = new PredictStream.Use(
                request -> answer(request, call), ScorerEndpoint::refusal, shell.bytes(), threads, patience);
        return PredictStream.open((ServerCallStreamObserver<PredictStreamResponse>) out, use, streams::release);
    }

    /** What the client of a refused stream still sends. */
    private static final class IgnoredRequests implements StreamObserver<PredictStreamRequest> {
        @Override
        public void onNext(PredictStreamRequest request) {}

        @Override
        public void onError(Throwable cause) {
            LOG.debug("a refused stream broke", cause);
        }

        @Override
        public void onCompleted() {}
    }

    private static PredictStreamResponse refusal(PredictStreamRequest request, ScorerException reason) {
        return PredictStreamResponse.newBuilder()
                .setId(request.getId())
                .setError(Statuses.error(Statuses.of(reason)))
                .build();
    }

    private PredictStreamResponse answer(PredictStreamRequest request, Call call) {
        PredictStreamResponse.Builder answer =
                PredictStreamResponse.newBuilder().setId(request.getId());
        try {
            return answer.setResponse(shell.scorer().predictWaiting(request.getRequest(), call))
                    .build();
        } catch (ScorerException e) {
            LOG.debug("request of a stream refused", e);
            return refusal(request, e);
        } catch (RuntimeException | Error e) {
            LOG.error("unexpected failure of a request of a stream", e);
            return answer.setError(Statuses.error(Statuses.internal())).build();
        }
    }

    @Override
    public void buildSubmission(BuildSubmissionRequest request, StreamObserver<SubmissionProgress> out) {
        answer(out, (scorer, call) -> scorer.buildSubmission(request, call, out::onNext));
    }

    @Override
    public void listModels(ListModelsRequest request, StreamObserver<ListModelsResponse> out) {
        answer(out, (scorer, call) -> out.onNext(scorer.listModels(request)));
    }

    @Override
    public void describeModel(DescribeModelRequest request, StreamObserver<ModelCard> out) {
        answer(out, (scorer, call) -> out.onNext(scorer.describeModel(request)));
    }

    private void answer(StreamObserver<?> out, BiConsumer<Scorer, Call> call) {
        try {
            call.accept(shell.scorer(), call(out));
            out.onCompleted();
        } catch (ScorerException e) {
            LOG.debug("call refused", e);
            out.onError(Statuses.of(e));
        } catch (RuntimeException | Error e) { // an Error, too: otherwise the caller would wait for ever
            LOG.error("unexpected failure of a call", e);
            out.onError(Statuses.internal());
        }
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }

    private static Call call(StreamObserver<?> out) {
        Deadline deadline = Context.current().getDeadline();
        return new Call(
                () -> out instanceof ServerCallStreamObserver<?> call && call.isCancelled(),
                () -> deadline != null && deadline.isExpired());
    }
}
