package io.wellstream.local;

import io.wellstream.wire.StoreConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How a service is started on this machine: command line, environment and log. */
final class Launcher {
    private static final long LARGEST_LOG = 10_000_000; // bytes; then a new one is begun
    private static final List<String> FLAGS = List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:MaxDirectMemorySize=256m",
            "-Djava.awt.headless=true");

    private final LocalConfig config;
    private final DataFolder folder;
    private final Path agent;
    private final Map<String, String> connections;

    Launcher(LocalConfig config, DataFolder folder, Servers servers, String token) throws IOException {
        this.config = config;
        this.folder = folder;
        this.agent = ParentWatch.writeAgent(folder.run());
        StoreConfig store = servers.store();
        this.connections = Map.of(
                "WELLSTREAM_KAFKA_BOOTSTRAP_SERVERS", servers.kafka().bootstrapServers(),
                "WELLSTREAM_STORE_ENDPOINT", store.endpoint().toString(),
                "WELLSTREAM_STORE_BUCKET", store.bucket(),
                "WELLSTREAM_STORE_ACCESS_KEY", store.accessKey(),
                "WELLSTREAM_STORE_SECRET_KEY", store.secretKey(),
                "WELLSTREAM_TOKEN", token,
                "QUARKUS_HTTP_HOST", "127.0.0.1");
    }

    /** One process of the service; {@code number} from 1 if it has several, else 0. */
    ServiceProcess.Launch launch(Service service, int number) throws IOException {
        Path jar = service.jar(config.home());
        if (!Files.exists(jar)) {
            throw new LocalSystemException("the " + service.label() + " service is not built: there is no " + jar
                    + "; build it with: ./wellstream build");
        }
        String name = number == 0 ? service.label() : service.label() + "-" + number;
        int port = FreePort.find();
        Map<String, String> environment = new HashMap<>(connections);
        environment.putAll(config.environment());
        environment.put("QUARKUS_HTTP_PORT", String.valueOf(port));
        return new ServiceProcess.Launch(name, port, command(service, jar), environment, freshLog(name));
    }

    private List<String> command(Service service, Path jar) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-javaagent:" + agent);
        command.addAll(FLAGS);
        command.addAll(service.flags());
        command.add("-Dorg.bytedeco.javacpp.cachedir=" + nativeCode());
        command.add("-jar");
        command.add(jar.toString());
        return command;
    }

    /** Where the training engine unpacks 437 MB of native code, once for all data folders of this user. */
    private static Path nativeCode() {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path root =
                cache == null || cache.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        return root.resolve("wellstream").resolve("javacpp");
    }

    private Path freshLog(String name) throws IOException {
        Path log = folder.log(name);
        if (Files.exists(log) && Files.size(log) > LARGEST_LOG) {
            Files.move(log, log.resolveSibling(name + ".log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        return log;
    }
}
