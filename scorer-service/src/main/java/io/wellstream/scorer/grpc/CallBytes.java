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
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.Prioritized;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the request and the answers of a call from their arrival until the call has ended, also while it waits for a thread, and refuses
 * a request for which there is no room. A {@link PredictStream} counts its requests itself, because it can read them later.
 */
@ApplicationScoped
@GlobalInterceptor
public class CallBytes implements ServerInterceptor, Prioritized {
    private final ScorerShell shell;

    public CallBytes(ScorerShell shell) {
        this.shell = shell;
    }

    /** Before the call waits for a worker thread. */
    @Override
    public int getPriority() {
        return Interceptors.BLOCKING_HANDLER + 1;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (!call.getMethodDescriptor().getType().clientSendsOneMessage()) {
            return next.startCall(call, headers);
        }
        Held held = new Held(shell.bytes());
        ServerCall<Q, A> counted = new SimpleForwardingServerCall<>(call) {
            @Override
            public void sendMessage(A answer) {
                held.add(size(answer));
                super.sendMessage(answer);
            }
        };
        return new Listener<>(next.startCall(counted, headers), call, held);
    }

    private static long size(Object message) {
        return message instanceof MessageLite known ? known.getSerializedSize() : 0;
    }

    /** What one call holds; released once. */
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
