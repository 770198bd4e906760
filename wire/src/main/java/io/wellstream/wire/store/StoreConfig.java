package io.wellstream.wire.store;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the object store is and with which credentials it is used.
 *
 * @param region the server's region, which is a part of every request's signature
 * @param deadline how long one operation is repeated before it fails with {@link StoreUnavailableException}
 * @param certificates a PEM file of the certificate authorities to trust for an https endpoint; empty for the platform's
 */
public record StoreConfig(
        URI endpoint,
        String bucket,
        String region,
        Credentials credentials,
        Duration deadline,
        Optional<Path> certificates) {
    /** The region of servers that have no regions, and Amazon's first one. */
    public static final String DEFAULT_REGION = "us-east-1";

    private static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(60);

    /** What a client signs its requests with. */
    public record Credentials(String accessKey, String secretKey) {
        @Override
        public String toString() {
            return accessKey;
        }
    }

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
        if (!region.matches("[A-Za-z0-9_-]{1,63}")) {
            throw new IllegalArgumentException(
                    "store region '" + region + "'; expected e.g. us-east-1: letters, digits, '-' and '_'");
        }
        if (!deadline.isPositive()) {
            throw new IllegalArgumentException("store deadline " + deadline + "; expected a positive duration");
        }
    }

    public StoreConfig(URI endpoint, String bucket, String accessKey, String secretKey) {
        this(
                endpoint,
                bucket,
                DEFAULT_REGION,
                new Credentials(accessKey, secretKey),
                DEFAULT_DEADLINE,
                Optional.empty());
    }

    /** A copy with another deadline. */
    public StoreConfig withDeadline(Duration other) {
        return new StoreConfig(endpoint, bucket, region, credentials, other, certificates);
    }

    public StoreConfig withCertificates(Optional<Path> pem) {
        return new StoreConfig(endpoint, bucket, region, credentials, deadline, pem);
    }

    /** A copy for a server in another region. */
    public StoreConfig withRegion(String other) {
        return new StoreConfig(endpoint, bucket, other, credentials, deadline, certificates);
    }

    public String accessKey() {
        return credentials.accessKey();
    }

    public String secretKey() {
        return credentials.secretKey();
    }

    @Override
    public String toString() {
        return endpoint + "/" + bucket + " as " + credentials;
    }
}
