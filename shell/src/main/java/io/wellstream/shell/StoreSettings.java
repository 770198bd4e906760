package io.wellstream.shell;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.wellstream.wire.store.StoreConfig;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Where the object store is; the same keys in every service. */
@ConfigMapping(prefix = "wellstream.store")
public interface StoreSettings {
    /** The S3 server, e.g. http://127.0.0.1:9000. */
    URI endpoint();

    /** The bucket that holds everything; made if it is not there. */
    @WithDefault("wellstream")
    String bucket();

    /** The name under which the store knows this service. */
    String accessKey();

    /** The secret that goes with it; never logged. */
    String secretKey();

    /** A PEM file of the authorities that may vouch for the store's certificate; the platform's unless given. */
    Optional<Path> certificates();

    default StoreConfig config() {
        return new StoreConfig(endpoint(), bucket(), accessKey(), secretKey()).withCertificates(certificates());
    }
}
