package io.wellstream.shell.access;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Grants every role to every caller where {@link Access} requires no authentication. */
@ApplicationScoped
public class AnonymousAccess implements SecurityIdentityAugmentor {
    private final Access access;

    public AnonymousAccess(Access access) {
        this.access = access;
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        return Uni.createFrom()
                .item(
                        access.isOpen()
                                ? QuarkusSecurityIdentity.builder(identity)
                                        .addRoles(Roles.ALL)
                                        .build()
                                : identity);
    }
}
