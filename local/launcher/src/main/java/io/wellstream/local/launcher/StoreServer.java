package io.wellstream.local.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * The built-in S3 server as a separate process, for tests of docker-compose.yml on machines that cannot pull an image of another server.
 * It takes the arguments {@code server FOLDER} and the variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and listens on port 9000
 * of every interface.
 */
public final class StoreServer {
    private static final EmbeddedStore.Listener ADDRESS = EmbeddedStore.Listener.http("http://0.0.0.0:9000");

    private StoreServer() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 2 || !"server".equals(arguments[0])) {
            throw new IllegalArgumentException(
                    "called with " + String.join(" ", arguments) + "; expected: server FOLDER");
        }
        LauncherLog.silence();
        EmbeddedStore store = EmbeddedStore.start(
                Path.of(arguments[1]), ADDRESS, needed("AWS_ACCESS_KEY_ID"), needed("AWS_SECRET_ACCESS_KEY"));
        Runtime.getRuntime().addShutdownHook(new Thread(store::close, "stop-on-signal"));
        System.out.println("object store started on " + ADDRESS);
        new CountDownLatch(1).await();
    }

    private static String needed(String variable) {
        Map<String, String> environment = System.getenv();
        String value = environment.get(variable);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(variable + " is not set");
        }
        return value;
    }
}
