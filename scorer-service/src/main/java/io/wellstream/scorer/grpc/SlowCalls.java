package io.wellstream.scorer.grpc;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.quarkus.grpc.GlobalInterceptor;
import io.quarkus.grpc.runtime.Interceptors;
import io.wellstream.shell.arrival.Arrival;
import io.wellstream.shell.arrival.Arrivals;
import io.wellstream.shell.arrival.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.Prioritized;
import java.util.Optional;

/** Says of each call which of its messages have arrived, and refuses one whose message arrives too slowly with a status of gRPC. */
@ApplicationScoped
@GlobalInterceptor
public class SlowCalls implements ServerInterceptor, Prioritized {
    /** Names the {@link Arrival} of a call among its headers. */
    static final Metadata.Key<String> ARRIVAL = Metadata.Key.of(Arrivals.HEADER, Metadata.ASCII_STRING_MARSHALLER);

    private final Arrivals arrivals;

    public SlowCalls(Arrivals arrivals) {
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
        Optional<Arrival> arrival = arrivals.find(headers.get(ARRIVAL));
        return arrival.isEmpty()
                ? next.startCall(call, headers)
                : watched(new WatchedCall<>(call, arrival.get()), headers, next);
    }

    private static <Q, A> ServerCall.Listener<Q> watched(
            WatchedCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        WatchedListener<Q> listener = new WatchedListener<>(next.startCall(call, headers), call);
        call.arrival.refuseBy(listener::refuse);
        return listener;
    }

    /** Ends once, and answers nothing after it was refused. */
    private static final class WatchedCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
        private final Arrival arrival;
        private final boolean stream;
        private volatile boolean refused;

        private WatchedCall(ServerCall<Q, A> call, Arrival arrival) {
            super(call);
            this.arrival = arrival;
            this.stream = !call.getMethodDescriptor().getType().clientSendsOneMessage();
            if (stream) {
                arrival.isStream();
            }
        }

        @Override
        public void request(int messages) {
            arrival.demanded(messages);
            super.request(messages);
        }

        @Override
        public void sendMessage(A answer) {
            if (!refused) {
                super.sendMessage(answer);
            }
        }

        @Override
        public void close(Status status, Metadata trailers) {
            if (refused) {
                return;
            }
            if (stream && !status.isOk()) {
                arrival.cutSoon(); // its client may neither read nor end
            }
            super.close(status, trailers);
        }

        private void refuse(Refusal refusal) {
            refused = true;
            Status status = refusal.late() ? Status.DEADLINE_EXCEEDED : Status.RESOURCE_EXHAUSTED;
            super.close(status.withDescription(refusal.reason()), new Metadata());
        }
    }

    private static final class WatchedListener<Q> extends SimpleForwardingServerCallListener<Q> {
        private final WatchedCall<Q, ?> call;

        private WatchedListener(ServerCall.Listener<Q> next, WatchedCall<Q, ?> call) {
            super(next);
            this.call = call;
        }

        @Override
        public void onMessage(Q message) {
            call.arrival.messageArrived();
            super.onMessage(message);
        }

        @Override
        public void onHalfClose() {
            if (!call.refused) {
                super.onHalfClose();
            }
        }

        @Override
        public void onCancel() {
            if (!call.refused) {
                super.onCancel();
            }
        }

        @Override
        public void onComplete() {
            if (!call.refused) {
                super.onComplete();
            }
        }

        /** For the call, it is as if its client had cancelled it. */
        private void refuse(Refusal refusal) {
            if (!call.refused) {
                call.refuse(refusal);
                super.onCancel();
            }
        }
    }
}
