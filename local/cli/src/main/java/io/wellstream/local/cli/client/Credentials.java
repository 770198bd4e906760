package io.wellstream.local.cli.client;

import io.wellstream.wire.store.TrustedCertificates;
import org.jspecify.annotations.Nullable;

/**
 * Who a command is to the services that it calls.
 *
 * @param token what its calls carry; null if the system asks for none
 * @param trusted who may vouch for a service's certificate; null for the platform's authorities
 */
record Credentials(@Nullable String token, @Nullable TrustedCertificates trusted) {
    @Override
    public String toString() {
        return token == null ? "nobody" : "somebody with a token";
    }
}
