package io.wellstream.scorer.grpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusException;
import io.quarkus.grpc.auth.AuthExceptionHandler;
import io.quarkus.grpc.auth.AuthExceptionHandlerProvider;
import io.quarkus.security.AuthenticationException;
import io.quarkus.security.UnauthorizedException;
import jakarta.enterprise.context.ApplicationScoped;

/** The status of refused callers: UNAUTHENTICATED without a valid token, PERMISSION_DENIED without the role. */
@ApplicationScoped
public class CallRefusals implements AuthExceptionHandlerProvider {
    @Override
    public int getPriority() {
        return DEFAULT_PRIORITY + 1;
    }

    @Override
    public boolean handlesException(Throwable failure) {
        return failure instanceof SecurityException;
    }

    @Override
    public StatusException transformToStatusException(Throwable failure) {
        return status(failure).asException();
    }

    @Override
    public <Q, A> AuthExceptionHandler<Q, A> createHandler(
            ServerCall.Listener<Q> listener, ServerCall<Q, A> call, Metadata headers) {
        return new AuthExceptionHandler<>(listener, call, headers) {
            @Override
            protected void handleException(Throwable failure, ServerCall<Q, A> refused, Metadata metadata) {
                if (handlesException(failure)) {
                    refused.close(status(failure), new Metadata());
                } else {
                    super.handleException(failure, refused, metadata);
                }
            }
        };
    }

    static Status status(Throwable failure) {
        if (failure instanceof UnauthorizedException || failure instanceof AuthenticationException) {
            return Status.UNAUTHENTICATED.withDescription(
                    "this scorer requires a valid token; send it as metadata 'authorization: Bearer …'");
        }
        return Status.PERMISSION_DENIED.withDescription("your roles do not allow this call; it needs the role predict");
    }
}
