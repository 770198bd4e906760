package io.wellstream.local.cli.client;

import io.grpc.ChannelCredentials;
import io.grpc.ClientInterceptor;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.MetadataUtils;
import io.wellstream.local.cli.link.AwayException;
import io.wellstream.local.cli.link.Credentials;
import io.wellstream.local.cli.link.Part;
import io.wellstream.local.cli.link.Patience;
import io.wellstream.local.cli.link.RefusedException;
import io.wellstream.local.cli.link.SystemAddress;
import io.wellstream.local.cli.link.SystemLink;
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
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Calls the scorer over gRPC. A failed call becomes an exception with a message of one line. */
public final class ScorerClient implements AutoCloseable {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> TRACE = Metadata.Key.of(Trace.HEADER, Metadata.ASCII_STRING_MARSHALLER);
    private static final long CALL_SECONDS = 120;
    private static final long SUBMISSION_HOURS = 12;
    private static final Duration SERVED_LIMIT = Duration.ofSeconds(60);
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);
    private static final Duration KEEP_ALIVE_ANSWER = Duration.ofSeconds(5);
    private static final Duration SERVED_POLL = Duration.ofMillis(100);

    private final SystemLink link;
    private final Patience patience;
    private @Nullable Connection connection;

    /** A channel to one address, with stubs that send the token and the trace. */
    private record Connection(
            SystemAddress address,
            ManagedChannel channel,
            ScorerGrpc.ScorerBlockingStub stub,
            ScorerGrpc.ScorerFutureStub future) {
        static Connection to(SystemAddress address) {
            URI scorer = address.scorer();
            ManagedChannel channel = Grpc.newChannelBuilderForAddress(
                            scorer.getHost(), scorer.getPort(), security(scorer, address.credentials()))
                    .keepAliveTime(KEEP_ALIVE.toMillis(), TimeUnit.MILLISECONDS)
                    .keepAliveTimeout(KEEP_ALIVE_ANSWER.toMillis(), TimeUnit.MILLISECONDS)
                    .build();
            Metadata headers = new Metadata();
            if (address.credentials().token() != null) {
                headers.put(AUTHORIZATION, "Bearer " + address.credentials().token());
            }
            String trace = Trace.header();
            if (!trace.isEmpty()) {
                headers.put(TRACE, trace);
            }
            ClientInterceptor attach = MetadataUtils.newAttachHeadersInterceptor(headers);
            return new Connection(
                    address,
                    channel,
                    ScorerGrpc.newBlockingStub(channel).withInterceptors(attach),
                    ScorerGrpc.newFutureStub(channel).withInterceptors(attach));
        }
    }

    /** The calls belong to the trace that is current at the first one. */
    ScorerClient(SystemLink link, Patience patience) {
        this.link = link;
        this.patience = patience;
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
        return connection(link.address()).future();
    }

    public PredictResponse predict(PredictRequest request) {
        return call(
                stub -> stub.withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS).predict(request));
    }

    /** All models, of all pages. */
    public ListModelsResponse models(String dataset) {
        ListModelsResponse.Builder all = ListModelsResponse.newBuilder();
        ListModelsRequest.Builder request = ListModelsRequest.newBuilder().setDataset(dataset);
        do {
            ListModelsRequest page = request.build();
            ListModelsResponse answer = call(stub ->
                    stub.withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS).listModels(page));
            all.addAllModels(answer.getModelsList());
            request.setPageToken(answer.getNextPageToken());
        } while (!request.getPageToken().isEmpty());
        return all.build();
    }

    /** Waits until the scorer serves the models of all these runs, which it does a moment after their publication. */
    public void awaitServed(String dataset, Collection<String> runs) throws InterruptedException {
        await(dataset, runs, ModelSummary::getServed);
    }

    /** Waits until the scorer can predict with the models of all these runs, served or not. */
    public void awaitPublished(String dataset, Collection<String> runs) throws InterruptedException {
        await(dataset, runs, model -> true);
    }

    private void await(String dataset, Collection<String> runs, Predicate<ModelSummary> ready)
            throws InterruptedException {
        long deadline = System.nanoTime() + SERVED_LIMIT.toNanos();
        while (!ready(dataset, ready).containsAll(runs)) {
            if (System.nanoTime() > deadline) {
                throw new UserError("the scorer does not serve " + runs + " within " + SERVED_LIMIT.toSeconds()
                        + " s of their publication; see its log");
            }
            TimeUnit.NANOSECONDS.sleep(SERVED_POLL.toNanos());
        }
    }

    private Set<String> ready(String dataset, Predicate<ModelSummary> ready) {
        return models(dataset).getModelsList().stream()
                .filter(ready)
                .map(ModelSummary::getRun)
                .collect(Collectors.toSet());
    }

    /**
     * Passes every step to {@code each} and returns the last one, which holds the result. A repeated request continues with what the
     * scorer has stored.
     */
    SubmissionProgress buildSubmission(BuildSubmissionRequest request, Consumer<SubmissionProgress> each) {
        return call(stub -> {
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

    private <T> T call(Function<ScorerGrpc.ScorerBlockingStub, T> call) {
        return link.call(Part.SCORER, patience, at -> {
            try {
                return call.apply(connection(at).stub());
            } catch (StatusRuntimeException e) {
                throw failure(at, e);
            }
        });
    }

    /** The channel to this address. A new one is used only if the scorer answers a probe: the first call could wait for minutes. */
    private synchronized Connection connection(SystemAddress at) {
        if (connection == null || !connection.address().equals(at)) {
            close();
            if (patience != Patience.NONE) {
                link.requireAnswer(Part.SCORER);
            }
            connection = Connection.to(at);
        }
        return connection;
    }

    private static UserError failure(SystemAddress at, StatusRuntimeException e) {
        String description = e.getStatus().getDescription();
        return switch (e.getStatus().getCode()) {
            case UNAVAILABLE, CANCELLED -> // nobody here cancels: the scorer broke off the call when it stopped
                new AwayException("no scorer answers at " + at.of(Part.SCORER) + " (" + reason(e) + ")", e);
            case UNAUTHENTICATED, PERMISSION_DENIED ->
                new RefusedException("the scorer does not accept the token: " + description, e);
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
    public synchronized void close() {
        if (connection != null) {
            connection.channel().shutdownNow();
            connection = null;
        }
    }
}
