package io.wellstream.scorer;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Lets only callers with the token in, if one is set. Health and reflection are open: they tell nothing of any screen. */
@ApplicationScoped
@GlobalInterceptor
public class TokenInterceptor implements ServerInterceptor {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final Optional<String> expected;

    public TokenInterceptor(@ConfigProperty(name = "wellstream.token") Optional<String> token) {
        this.expected = token.map(value -> "Bearer " + value);
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (isOpen(call) || expected.isEmpty() || matches(expected.get(), headers.get(AUTHORIZATION))) {
            return next.startCall(call, headers);
        }
        call.close(
                Status.UNAUTHENTICATED.withDescription(
                        "this scorer wants a token; send it as metadata 'authorization: Bearer …'"),
                new Metadata());
        return new ServerCall.Listener<>() {};
    }

    private static boolean isOpen(ServerCall<?, ?> call) {
        String service = String.valueOf(call.getMethodDescriptor().getServiceName());
        return service.startsWith("grpc.health.") || service.startsWith("grpc.reflection.");
    }

    /** In constant time. */
    private static boolean matches(String expected, @org.jspecify.annotations.Nullable String given) {
        return given != null
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
