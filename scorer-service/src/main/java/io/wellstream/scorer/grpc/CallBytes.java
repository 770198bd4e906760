package io.wellstream.scorer.grpc;

import com.google.protobuf.MessageLite;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GlobalInterceptor;
import io.quarkus.grpc.runtime.Interceptors;
import io.wellstream.scorer.ScorerShell;
import io.wellstream.scorer.call.BytesInFlight;
import io.wellstream.shell.arrival.Arrivals;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.Prioritized;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * Counts the request of a call from its arrival until the call has ended, also while it waits for a thread, and refuses a request for which
 * there is no room. Counts the answers until the client has taken them. A {@link PredictStream} counts its requests itself, because it can
 * read them later.
 */
@ApplicationScoped
@GlobalInterceptor
public class CallBytes implements ServerInterceptor, Prioritized {
    private final ScorerShell shell;
    private final Arrivals arrivals;

    public CallBytes(ScorerShell shell, Arrivals arrivals) {
        this.shell = shell;
        this.arrivals = arrivals;
    }

    /** Before the call waits for a worker thread. */
    @Override
    public int getPriority() {
        return Interceptors.BLOCKING_HANDLER + 1;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        BytesInFlight all = shell.bytes();
        Held request = new Held(all);
        boolean single = call.getMethodDescriptor().getType().clientSendsOneMessage();
        LongConsumer untilTheEnd = single ? request::add : bytes -> {};
        LongConsumer answering = arrivals.find(headers.get(SlowCalls.ARRIVAL))
                .<LongConsumer>map(arrival -> bytes -> {
                    all.add(bytes);
                    arrival.answered(bytes, all::release);
                })
                .orElse(untilTheEnd);
        ServerCall<Q, A> counted = new SimpleForwardingServerCall<>(call) {
            @Override
            public void sendMessage(A answer) {
                answering.accept(size(answer));
                super.sendMessage(answer);
            }
        };
        ServerCall.Listener<Q> listener = next.startCall(counted, headers);
        return single ? new Listener<>(listener, call, request) : listener;
    }

    private static long size(Object message) {
        return message instanceof MessageLite known ? known.getSerializedSize() : 0;
    }

    /** What one call holds until it has ended; released once. */
    private static final class Held {
        private final BytesInFlight all;
        private final AtomicLong mine = new AtomicLong();

        private Held(BytesInFlight all) {
            this.all = all;
        }

        boolean take(long bytes) {
            boolean taken = all.take(bytes);
            if (taken) {
                mine.addAndGet(bytes);
            }
            return taken;
        }

        void add(long bytes) {
            all.add(bytes);
            mine.addAndGet(bytes);
        }

        void release() {
            all.release(mine.getAndSet(0));
        }
    }

    /** Refuses the request, or passes it on. */
    private static final class Listener<Q> extends SimpleForwardingServerCallListener<Q> {
        private final ServerCall<Q, ?> call;
        private final Held held;
        private boolean refused;

        private Listener(ServerCall.Listener<Q> next, ServerCall<Q, ?> call, Held held) {
            super(next);
            this.call = call;
            this.held = held;
        }

        @Override
        public void onMessage(Q request) {
            long bytes = size(request);
            if (held.take(bytes)) {
                super.onMessage(request);
            } else {
                refused = true;
                StatusRuntimeException refusal = Statuses.of(held.all.refusal(bytes));
                Metadata trailers = refusal.getTrailers();
                call.close(refusal.getStatus(), trailers == null ? new Metadata() : trailers);
            }
        }

        @Override
        public void onHalfClose() {
            if (!refused) {
                super.onHalfClose();
            }
        }

        @Override
        public void onComplete() {
            held.release();
            super.onComplete();
        }

        @Override
        public void onCancel() {
            held.release();
            super.onCancel();
        }
    }
}
