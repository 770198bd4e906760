package io.wellstream.shell.access;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.wellstream.wire.keys.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tokens that operator and callers share, and the roles that each grants. They are looked up by digest, so that the time of a
 * comparison reveals nothing about the token.
 */
final class SharedTokens {
    private final Map<String, SecurityIdentity> byDigest = new HashMap<>();

    SharedTokens(Optional<String> operate, Optional<String> predict) {
        predict.ifPresent(token -> byDigest.put(digest(token), identity(Roles.PREDICT, Set.of(Roles.PREDICT))));
        operate.ifPresent(token -> byDigest.put(digest(token), identity(Roles.OPERATE, Roles.ALL)));
    }

    boolean isEmpty() {
        return byDigest.isEmpty();
    }

    /** The caller with this token, if it is one of these. */
    Optional<SecurityIdentity> find(String token) {
        return Optional.ofNullable(byDigest.get(digest(token)));
    }

    private static SecurityIdentity identity(String name, Set<String> roles) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(name))
                .addRoles(roles)
                .build();
    }

    private static String digest(String token) {
        return Sha256.hexOf(token.getBytes(StandardCharsets.UTF_8));
    }
}
