package io.wellstream.local.cli.client;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.MetadataUtils;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.proto.v1.BuildSubmissionRequest;
import io.wellstream.proto.v1.ListModelsRequest;
import io.wellstream.proto.v1.ListModelsResponse;
import io.wellstream.proto.v1.ModelSummary;
import io.wellstream.proto.v1.PredictRequest;
import io.wellstream.proto.v1.PredictResponse;
import io.wellstream.proto.v1.ScorerGrpc;
import io.wellstream.proto.v1.SubmissionProgress;
import io.wellstream.wire.Trace;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Calls the scorer over gRPC. A failed call becomes an exception with a message of one line. */
public final class ScorerClient implements AutoCloseable {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> TRACE = Metadata.Key.of(Trace.HEADER, Metadata.ASCII_STRING_MARSHALLER);
    private static final long CALL_SECONDS = 120;
    private static final long SUBMISSION_HOURS = 12;
    private static final Duration SERVED_LIMIT = Duration.ofSeconds(60);
    private static final List<Duration> PAUSES =
            List.of(Duration.ofMillis(300), Duration.ofSeconds(1), Duration.ofSeconds(3));
    private static final Duration SERVED_POLL = Duration.ofMillis(100);

    private final ManagedChannel channel;
    private final ScorerGrpc.ScorerBlockingStub stub;
    private final ScorerGrpc.ScorerFutureStub future;
    private final URI address;

    /** The calls belong to the trace that is current here. */
    public ScorerClient(URI address, Credentials credentials) {
        this.address = address;
        channel = Grpc.newChannelBuilderForAddress(address.getHost(), address.getPort(), security(address, credentials))
                .build();
        Metadata headers = new Metadata();
        if (credentials.token() != null) {
            headers.put(AUTHORIZATION, "Bearer " + credentials.token());
        }
        String trace = Trace.header();
        if (!trace.isEmpty()) {
            headers.put(TRACE, trace);
        }
        future = ScorerGrpc.newFutureStub(channel).withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
        stub = ScorerGrpc.newBlockingStub(channel).withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private static ChannelCredentials security(URI address, Credentials credentials) {
        if (!"https".equals(address.getScheme())) {
            return InsecureChannelCredentials.create();
        }
        TlsChannelCredentials.Builder tls = TlsChannelCredentials.newBuilder();
        if (credentials.trusted() != null) {
            tls.trustManager(credentials.trusted().manager());
        }
        return tls.build();
    }

    /** For concurrent calls; the caller handles their failures. */
    public ScorerGrpc.ScorerFutureStub future() {
        return future;
    }

    public PredictResponse predict(PredictRequest request) {
        return call(() -> stub.withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS).predict(request));
    }

    /** All models, of all pages. */
    public ListModelsResponse models(String dataset) {
        ListModelsResponse.Builder all = ListModelsResponse.newBuilder();
        ListModelsRequest.Builder request = ListModelsRequest.newBuilder().setDataset(dataset);
        do {
            ListModelsRequest page = request.build();
            ListModelsResponse answer = call(
                    () -> stub.withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS).listModels(page));
            all.addAllModels(answer.getModelsList());
            request.setPageToken(answer.getNextPageToken());
        } while (!request.getPageToken().isEmpty());
        return all.build();
    }

    /** Waits until the scorer serves the models of all these runs, which it does a moment after their publication. */
    public void awaitServed(String dataset, Collection<String> runs) throws InterruptedException {
        long deadline = System.nanoTime() + SERVED_LIMIT.toNanos();
        while (!served(dataset).containsAll(runs)) {
            if (System.nanoTime() > deadline) {
                throw new UserError("the scorer does not serve " + runs + " within " + SERVED_LIMIT.toSeconds()
                        + " s of their publication; see its log");
            }
            TimeUnit.NANOSECONDS.sleep(SERVED_POLL.toNanos());
        }
    }

    private Set<String> served(String dataset) {
        return models(dataset).getModelsList().stream()
                .filter(ModelSummary::getServed)
                .map(ModelSummary::getRun)
                .collect(Collectors.toSet());
    }

    /** Passes every step to {@code each} and returns the last one, which holds the result. */
    SubmissionProgress buildSubmission(BuildSubmissionRequest request, Consumer<SubmissionProgress> each) {
        return call(() -> {
            Iterator<SubmissionProgress> steps =
                    stub.withDeadlineAfter(SUBMISSION_HOURS, TimeUnit.HOURS).buildSubmission(request);
            SubmissionProgress last = SubmissionProgress.getDefaultInstance();
            while (steps.hasNext()) {
                last = steps.next();
                each.accept(last);
            }
            if (!last.hasResult()) {
                throw new UserError("the scorer sent no result for the submission");
            }
            return last;
        });
    }

    /** Repeats a call that no scorer answers: one that restarts is back in a moment. */
    private <T> T call(Supplier<T> call) {
        for (Duration pause : PAUSES) {
            try {
                return call.get();
            } catch (StatusRuntimeException e) {
                if (e.getStatus().getCode() != Status.Code.UNAVAILABLE) {
                    throw refused(e);
                }
                LockSupport.parkNanos(pause.toNanos());
            }
        }
        try {
            return call.get();
        } catch (StatusRuntimeException e) {
            throw refused(e);
        }
    }

    private UserError refused(StatusRuntimeException e) {
        String description = e.getStatus().getDescription();
        return switch (e.getStatus().getCode()) {
            case UNAVAILABLE -> new UserError("no scorer answers at " + address + " (" + reason(e) + ")", e);
            case UNAUTHENTICATED, PERMISSION_DENIED ->
                new UserError("the scorer does not accept the token: " + description, e);
            default ->
                new RefusedException(
                        description == null ? e.getStatus().getCode().toString() : description, e);
        };
    }

    /** The root cause; gRPC's own description names only its pipeline. */
    private static String reason(StatusRuntimeException e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause == e ? String.valueOf(e.getStatus().getDescription()) : String.valueOf(cause.getMessage());
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
