package io.wellstream.local.cli.link;

import io.wellstream.wire.store.TrustedCertificates;
import org.jspecify.annotations.Nullable;

/**
 * What a client authenticates with, and which certificates it trusts.
 *
 * @param token sent with every call; null for none
 * @param trusted the authorities for the services' certificates; null for the platform's
 */
public record Credentials(@Nullable String token, @Nullable TrustedCertificates trusted) {
    @Override
    public String toString() {
        return token == null ? "no token" : "a token";
    }
}
