package io.wellstream.shell;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.wellstream.wire.StoreConfig;
import java.net.URI;

/** Where the object store is; the same keys in every service. */
@ConfigMapping(prefix = "wellstream.store")
public interface StoreSettings {
    /** e.g. http://127.0.0.1:9000. */
    URI endpoint();

    @WithDefault("wellstream")
    String bucket();

    String accessKey();

    String secretKey();

    default StoreConfig config() {
        return new StoreConfig(endpoint(), bucket(), accessKey(), secretKey());
    }
}
