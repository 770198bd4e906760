package io.wellstream.shell.access;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.spi.runtime.BlockingSecurityExecutor;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a shared or a signed token from {@code Authorization: Bearer …} (RFC 6750), for HTTP and gRPC. */
@ApplicationScoped
public class BearerAuthentication implements HttpAuthenticationMechanism {
    private static final String SCHEME = "Bearer ";

    private final Access access;
    private final BlockingSecurityExecutor executor;

    public BearerAuthentication(Access access, BlockingSecurityExecutor executor) {
        this.access = access;
        this.executor = executor;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager providers) {
        @Nullable String header = context.request().getHeader("Authorization");
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Uni.createFrom().nullItem();
        }
        String token = header.substring(SCHEME.length()).strip();
        Optional<SecurityIdentity> known = access.shared().find(token);
        if (known.isPresent()) {
            return Uni.createFrom().item(known.get());
        }
        if (access.signed().isPresent()) {
            SignedTokens signed = access.signed().get();
            return executor.executeBlocking(() -> signed.verify(token));
        }
        return access.isOpen()
                ? Uni.createFrom().nullItem()
                : Uni.createFrom().failure(new AuthenticationFailedException("the token is not accepted"));
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom()
                .item(new ChallengeData(HttpResponseStatus.UNAUTHORIZED.code(), "WWW-Authenticate", "Bearer"));
    }

    /** None: this class decides without an identity provider. */
    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of();
    }

    @Override
    public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext context) {
        return Uni.createFrom().item(new HttpCredentialTransport(HttpCredentialTransport.Type.AUTHORIZATION, "bearer"));
    }
}
