package io.wellstream.shell.access;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How callers of this service authenticate. Without any method configured, every caller has every role; such a service starts only
 * if it listens on loopback.
 */
@ApplicationScoped
public class Access {
    private static final Logger LOG = LoggerFactory.getLogger(Access.class);
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1", "[::1]");

    private final SharedTokens shared;
    private final Optional<SignedTokens> signed;
    private final boolean certificates;
    private final String host;

    Access(
            AccessConfig config,
            @ConfigProperty(name = "wellstream.token") Optional<String> token,
            @ConfigProperty(name = "quarkus.http.auth.certificate-role-properties") Optional<String> certificateRoles,
            @ConfigProperty(name = "quarkus.http.host") String host) {
        this.shared = new SharedTokens(token, config.predictToken());
        this.signed = SignedTokens.of(config.jwt());
        this.certificates = certificateRoles.isPresent();
        this.host = host;
    }

    void start(@Observes StartupEvent event) {
        if (isOpen() && !LOOPBACK.contains(host)) {
            throw new IllegalStateException("quarkus.http.host is '" + host
                    + "', which other machines can reach, and no authentication is configured: set WELLSTREAM_TOKEN,"
                    + " wellstream.access.* or client certificates, or listen on 127.0.0.1");
        }
        LOG.info(
                "access shared-tokens={} signed-tokens={} client-certificates={} open={}",
                !shared.isEmpty(),
                signed.isPresent(),
                certificates,
                isOpen());
    }

    /** Whether callers need no authentication. */
    boolean isOpen() {
        return shared.isEmpty() && signed.isEmpty() && !certificates;
    }

    SharedTokens shared() {
        return shared;
    }

    Optional<SignedTokens> signed() {
        return signed;
    }
}
