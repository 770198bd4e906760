package io.wellstream.scorer.grpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Tells the caller of a stream that it may not. A stream's method runs as the call starts, where the framework hears no refusal:
 * without this the call would be neither answered nor ended.
 */
@ApplicationScoped
@GlobalInterceptor
public class StreamRefusals implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        try {
            return next.startCall(call, headers);
        } catch (SecurityException e) {
            call.close(CallRefusals.status(e), new Metadata());
            return new ServerCall.Listener<>() {};
        }
    }
}
