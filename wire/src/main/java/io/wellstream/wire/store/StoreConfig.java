package io.wellstream.wire.store;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the object store is and with which credentials it is used.
 *
 * @param deadline how long one operation is repeated before it fails with {@link StoreUnavailableException}
 * @param certificates a PEM file of the certificate authorities to trust for an https endpoint; empty for the platform's
 */
public record StoreConfig(
        URI endpoint,
        String bucket,
        String accessKey,
        String secretKey,
        Duration deadline,
        Optional<Path> certificates) {
    private static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(60);

    public StoreConfig {
        if (endpoint.getHost() == null
                || !("http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme()))) {
            throw new IllegalArgumentException(
                    "store endpoint '" + endpoint + "'; expected e.g. http://127.0.0.1:9000");
        }
        if (!bucket.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")) {
            throw new IllegalArgumentException(
                    "store bucket '" + bucket + "'; expected 3 to 63 lower-case letters, digits, '.' and '-'");
        }
        if (!deadline.isPositive()) {
            throw new IllegalArgumentException("store deadline " + deadline + "; expected a positive duration");
        }
    }

    public StoreConfig(URI endpoint, String bucket, String accessKey, String secretKey) {
        this(endpoint, bucket, accessKey, secretKey, DEFAULT_DEADLINE, Optional.empty());
    }

    /** A copy with another deadline. */
    public StoreConfig withDeadline(Duration other) {
        return new StoreConfig(endpoint, bucket, accessKey, secretKey, other, certificates);
    }

    public StoreConfig withCertificates(Optional<Path> pem) {
        return new StoreConfig(endpoint, bucket, accessKey, secretKey, deadline, pem);
    }

    @Override
    public String toString() {
        return endpoint + "/" + bucket + (accessKey.isEmpty() ? " without credentials" : " as " + accessKey);
    }
}
