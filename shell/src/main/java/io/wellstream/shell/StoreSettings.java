package io.wellstream.shell;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.wellstream.wire.store.StoreConfig;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** How to reach the object store; every service has the same keys. */
@ConfigMapping(prefix = "wellstream.store")
public interface StoreSettings {
    /** The S3 server, e.g. http://127.0.0.1:9000. */
    URI endpoint();

    /** The bucket that holds all objects; created if it does not exist. */
    @WithDefault("wellstream")
    String bucket();

    /** The server's region, e.g. eu-central-1; servers without regions take the default. */
    @WithDefault(StoreConfig.DEFAULT_REGION)
    String region();

    /** The access key of this service. */
    String accessKey();

    /** The secret key that belongs to the access key; never logged. */
    String secretKey();

    /** A PEM file of the certificate authorities to trust for the store; by default those of the platform. */
    Optional<Path> certificates();

    default StoreConfig config() {
        return new StoreConfig(endpoint(), bucket(), accessKey(), secretKey())
                .withRegion(region())
                .withCertificates(certificates());
    }
}
