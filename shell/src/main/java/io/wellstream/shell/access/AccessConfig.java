package io.wellstream.shell.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/**
 * How callers authenticate. Client certificates are configured separately, by {@code quarkus.tls.*} and
 * {@code quarkus.http.auth.certificate-role-properties}; the names of roles are {@code predict} and {@code operate}.
 */
@ConfigMapping(prefix = "wellstream.access")
public interface AccessConfig {
    /** A shared token that grants the role predict only. */
    Optional<String> predictToken();

    /** The issuer of signed tokens, for example an OpenID Connect provider. */
    Jwt jwt();

    /** The signed tokens (RFC 7519) that are accepted. */
    interface Jwt {
        /** The issuer's public keys (RFC 7517): an https address or a file; without it no signed token is accepted. */
        Optional<String> keys();

        /** The issuer that a token must name; required with keys. */
        Optional<String> issuer();

        /** The audience that a token must name; required with keys. */
        Optional<String> audience();

        /** The claim that lists a caller's roles. */
        @WithDefault("groups")
        String rolesClaim();
    }
}
