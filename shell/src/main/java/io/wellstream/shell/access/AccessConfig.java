package io.wellstream.shell.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/**
 * How callers prove who they are. Client certificates are configured beside this, by {@code quarkus.tls.*} and
 * {@code quarkus.http.auth.certificate-role-properties}; the names of roles are {@code predict} and {@code operate}.
 */
@ConfigMapping(prefix = "wellstream.access")
public interface AccessConfig {
    /** A shared secret that carries the role predict alone. */
    Optional<String> predictToken();

    /** Who signs tokens for callers, an OpenID Connect provider for example. */
    Jwt jwt();

    /** The signed tokens (RFC 7519) that are accepted. */
    interface Jwt {
        /** The signer's public keys (RFC 7517): an https address, or a file; no signed token is accepted unless given. */
        Optional<String> keys();

        /** The issuer that a token must name; needed with keys. */
        Optional<String> issuer();

        /** The audience that a token must name; needed with keys. */
        Optional<String> audience();

        /** The claim that lists a caller's roles. */
        @WithDefault("groups")
        String rolesClaim();
    }
}
