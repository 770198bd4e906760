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
 * Secrets that an operator and the callers have agreed on, and the roles each carries. Known by their digests, so that the time a
 * comparison takes tells nothing of the secret.
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

    /** Whom the token stands for, if it is one of these. */
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
