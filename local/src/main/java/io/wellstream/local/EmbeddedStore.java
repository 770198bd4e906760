package io.wellstream.local;

import io.wellstream.wire.StoreConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /** Starts on the objects of the folder; returns when it takes requests. */
    public static EmbeddedStore start(Path folder) throws IOException {
        return start(folder, URI.create("http://127.0.0.1:0"), "local-" + Secret.random(6), Secret.random(24));
    }

    /** Starts at this address with these credentials; port 0 is any free one. */
    static EmbeddedStore start(Path folder, URI address, String accessKey, String secretKey) throws IOException {
        Files.createDirectories(folder);
        S3Proxy server = S3Proxy.builder()
                .blobStore(new AtomicReplacement(new FilesystemNio2BlobStore(folder.toString())))
                .endpoint(address)
                .awsAuthentication(AuthenticationType.AWS_V4, accessKey, secretKey)
                .ignoreUnknownHeaders(true)
                .jettyMaxThreads(THREADS)
                .build();
        try {
            server.start();
        } catch (Exception e) {
            throw new IOException("the S3 server did not start on " + folder, e);
        }
        URI endpoint = URI.create("http://" + address.getHost() + ":" + server.getPort());
        return new EmbeddedStore(server, new StoreConfig(endpoint, BUCKET, accessKey, secretKey));
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
