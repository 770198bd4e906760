package io.wellstream.local.launcher;

import io.wellstream.wire.store.StoreConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** An S3 server in this process, on loopback unless told otherwise, keeping its objects as files of one folder; its credentials are new at each start unless given. */
public final class EmbeddedStore implements AutoCloseable {
    private static final String BUCKET = "wellstream";
    private static final int THREADS = 64;

    private final S3Proxy server;
    private final StoreConfig config;

    private EmbeddedStore(S3Proxy server, StoreConfig config) {
        this.server = server;
        this.config = config;
    }

    /**
     * Where it listens.
     *
     * @param address http or https; port 0 is any free one
     * @param keys a PKCS #12 store with the key and certificate of an https address
     * @param password of that store; never shown
     * @param certificates what clients find that certificate vouched for by
     */
    public record Door(URI address, Optional<Path> keys, String password, Optional<Path> certificates) {
        public static Door http(String address) {
            return new Door(URI.create(address), Optional.empty(), "", Optional.empty());
        }

        @Override
        public String toString() {
            return address.toString();
        }
    }

    /** Starts on the objects of the folder; returns when it takes requests. */
    public static EmbeddedStore start(Path folder) throws IOException {
        return start(folder, Door.http("http://127.0.0.1:0"), "local-" + Secret.random(6), Secret.random(24));
    }

    /** Starts at this address with these credentials. */
    public static EmbeddedStore start(Path folder, Door door, String accessKey, String secretKey) throws IOException {
        Files.createDirectories(folder);
        S3Proxy.Builder builder = S3Proxy.builder()
                .blobStore(new AtomicReplacement(new FilesystemNio2BlobStore(folder.toString())))
                .awsAuthentication(AuthenticationType.AWS_V4, accessKey, secretKey)
                .ignoreUnknownHeaders(true)
                .jettyMaxThreads(THREADS);
        if (door.keys().isPresent()) {
            builder.secureEndpoint(door.address()).keyStore(door.keys().get().toString(), door.password());
        } else {
            builder.endpoint(door.address());
        }
        S3Proxy server = builder.build();
        try {
            server.start();
        } catch (Exception e) {
            throw new IOException("the S3 server did not start on " + folder, e);
        }
        int port = door.keys().isPresent() ? server.getSecurePort() : server.getPort();
        URI endpoint =
                URI.create(door.address().getScheme() + "://" + door.address().getHost() + ":" + port);
        StoreConfig config = new StoreConfig(endpoint, BUCKET, accessKey, secretKey);
        return new EmbeddedStore(server, config.withCertificates(door.certificates()));
    }

    public StoreConfig config() {
        return config;
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the S3 server did not stop", e);
        }
    }
}
