package io.wellstream.local.launcher;

import io.wellstream.local.launcher.server.ObjectServer;
import io.wellstream.wire.store.StoreConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * An S3 server in this process, by default on loopback and with new credentials at each start. It keeps its objects as files in one
 * folder.
 */
public final class EmbeddedStore implements ObjectServer {
    private static final String BUCKET = "wellstream";
    private static final int THREADS = 64;

    private final S3Proxy server;
    private final StallableStore objects;
    private final StoreConfig config;

    private EmbeddedStore(S3Proxy server, StallableStore objects, StoreConfig config) {
        this.server = server;
        this.objects = objects;
        this.config = config;
    }

    /**
     * The address that the server listens on.
     *
     * @param address http or https; port 0 means any free port
     * @param keys a PKCS #12 store with the key and certificate for https
     * @param password of that store; never shown
     * @param certificates the certificates that clients have to trust
     */
    public record Listener(URI address, Optional<Path> keys, String password, Optional<Path> certificates) {
        public static Listener http(String address) {
            return new Listener(URI.create(address), Optional.empty(), "", Optional.empty());
        }

        @Override
        public String toString() {
            return address.toString();
        }
    }

    /** Who may use the server. */
    public record Credentials(String accessKey, String secretKey) {
        @Override
        public String toString() {
            return accessKey;
        }
    }

    /** Starts with the objects in the folder; returns when the server accepts requests. */
    public static EmbeddedStore start(Path folder) throws IOException {
        Files.createDirectories(folder);
        return start(folder, DiskReserve.of(folder, OptionalLong.empty()));
    }

    /** @param reserve how much of the folder's disk stays free */
    public static EmbeddedStore start(Path folder, DiskReserve reserve) throws IOException {
        Credentials generated = new Credentials("local-" + Secret.random(6), Secret.random(24));
        return start(folder, Listener.http("http://127.0.0.1:0"), generated, reserve);
    }

    /** Starts at a given address with given credentials. */
    public static EmbeddedStore start(Path folder, Listener listener, String accessKey, String secretKey)
            throws IOException {
        Files.createDirectories(folder);
        DiskReserve reserve = DiskReserve.of(folder, OptionalLong.empty());
        return start(folder, listener, new Credentials(accessKey, secretKey), reserve);
    }

    public static EmbeddedStore start(Path folder, Listener listener, Credentials credentials, DiskReserve reserve)
            throws IOException {
        Files.createDirectories(folder);
        UnfinishedObjects.deleteInBackground(folder);
        BlobStore files = new AtomicReplacement(new LargePuts(new FilesystemNio2BlobStore(folder.toString()), folder));
        StallableStore objects = new StallableStore(new SpaceLimit(files, reserve));
        S3Proxy.Builder builder = S3Proxy.builder()
                .blobStore(objects)
                .awsAuthentication(AuthenticationType.AWS_V4, credentials.accessKey(), credentials.secretKey())
                .ignoreUnknownHeaders(true)
                .jettyMaxThreads(THREADS);
        if (listener.keys().isPresent()) {
            builder.secureEndpoint(listener.address())
                    .keyStore(listener.keys().get().toString(), listener.password());
        } else {
            builder.endpoint(listener.address());
        }
        S3Proxy server = builder.build();
        try {
            server.start();
        } catch (Exception e) {
            throw new IOException(
                    "the S3 server did not start at " + listener + " with " + folder + ": " + e.getMessage(), e);
        }
        int port = listener.keys().isPresent() ? server.getSecurePort() : server.getPort();
        URI endpoint = URI.create(
                listener.address().getScheme() + "://" + listener.address().getHost() + ":" + port);
        StoreConfig config = new StoreConfig(endpoint, BUCKET, credentials.accessKey(), credentials.secretKey());
        return new EmbeddedStore(server, objects, config.withCertificates(listener.certificates()));
    }

    @Override
    public void stall(boolean stall) {
        objects.stall(stall);
    }

    @Override
    public StoreConfig config() {
        return config;
    }

    @Override
    public void close() {
        objects.stall(false);
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the S3 server did not stop", e);
        }
    }
}
