package io.wellstream.wire.store;

import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/** The HTTP client for an S3 server: its connections, time limits and trusted certificates. */
final class S3Http {
    private static final int CONNECTIONS = 64;

    private S3Http() {}

    static OkHttpClient client(StoreConfig config) {
        Dispatcher dispatcher = new Dispatcher(Executors.newVirtualThreadPerTaskExecutor());
        dispatcher.setMaxRequests(CONNECTIONS);
        dispatcher.setMaxRequestsPerHost(CONNECTIONS);
        OkHttpClient.Builder client = new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .socketFactory(
                        "https".equals(config.endpoint().getScheme())
                                ? NoDelaySockets.underTls()
                                : NoDelaySockets.plain())
                .connectionPool(new ConnectionPool(CONNECTIONS, 1, TimeUnit.MINUTES))
                .connectTimeout(5, TimeUnit.SECONDS)
                .readTimeout(30, TimeUnit.SECONDS)
                .writeTimeout(30, TimeUnit.SECONDS);
        config.certificates()
                .map(TrustedCertificates::read)
                .ifPresent(trusted -> client.sslSocketFactory(trusted.tls().getSocketFactory(), trusted.manager()));
        return client.build();
    }
}
