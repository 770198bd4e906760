package io.wellstream.local;

import io.wellstream.wire.store.StoreConfig;
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
    static final List<String> FLAGS = List.of(
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

    /** @param name of the process, e.g. {@code augment-2} */
    ServiceProcess.Launch launch(Service service, String name) throws IOException {
        Path jar = service.jar(config.home());
        if (!Files.exists(jar)) {
            throw new LocalSystemException("the " + service.label() + " service is not built: there is no " + jar
                    + "; ./wellstream builds it");
        }
        int port = FreePort.find();
        Map<String, String> environment = new HashMap<>(connections);
        environment.putAll(config.environment());
        environment.putAll(identity(service, name));
        environment.put("QUARKUS_HTTP_PORT", String.valueOf(port));
        return new ServiceProcess.Launch(name, port, command(service, jar), environment, freshLog(name));
    }

    /** What lets a restarted process be known for who it was. */
    private Map<String, String> identity(Service service, String name) throws IOException {
        return switch (service) {
            case AUGMENT -> Map.of("WELLSTREAM_AUGMENT_NAME", name);
            case TRAINER ->
                Map.of(
                        "WELLSTREAM_TRAINER_NAME",
                        name,
                        "WELLSTREAM_TRAINER_LOCK_FOLDER",
                        folder.run().toString(),
                        "WELLSTREAM_TRAINER_NATIVE_FOLDER",
                        LocalConfig.nativeCode().toString(),
                        "OMP_NUM_THREADS",
                        String.valueOf(config.threadsPerTrainer()));
            case INGEST, SCORER -> Map.of();
        };
    }

    private List<String> command(Service service, Path jar) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-javaagent:" + agent);
        command.addAll(FLAGS);
        command.addAll(service.flags());
        command.add("-jar");
        command.add(jar.toString());
        return command;
    }

    private Path freshLog(String name) throws IOException {
        Path log = folder.log(name);
        if (Files.exists(log) && Files.size(log) > LARGEST_LOG) {
            Files.move(log, log.resolveSibling(name + ".log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        return log;
    }
}
