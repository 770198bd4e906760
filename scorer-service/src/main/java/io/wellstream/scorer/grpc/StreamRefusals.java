package io.wellstream.scorer.grpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Refuses a stream whose caller lacks authentication or the role. A stream's method runs while the call starts, where Quarkus does not
 * handle a refusal: without this interceptor the call would be neither answered nor ended.
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
