package io.wellstream.local.endtoend.support;

import static org.awaitility.Awaitility.await;

import io.wellstream.local.launcher.EmbeddedKafka;
import io.wellstream.local.launcher.EmbeddedStore;
import io.wellstream.local.launcher.Endpoints;
import io.wellstream.local.launcher.FreePort;
import io.wellstream.local.launcher.LauncherLog;
import io.wellstream.local.launcher.LocalConfig;
import io.wellstream.local.launcher.ParentWatch;
import io.wellstream.local.launcher.ServiceKind;
import io.wellstream.local.launcher.SupervisedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A system whose broker, object store and services are started and stopped one by one, in any order. Addresses stay the same, and data
 * are kept.
 */
public final class SystemInParts implements AutoCloseable {
    private static final String TOKEN = "a-token-of-the-test";
    private static final String KEY = "life";
    private static final String SECRET = "a-secret-of-the-test";

    private final Path folder;
    private final Path screens;
    private final Path agent;
    private final int brokerPort = FreePort.find();
    private final int storePort = FreePort.find();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, SupervisedProcess> services = new LinkedHashMap<>();
    private final Map<String, Integer> ports = new HashMap<>();
    private @Nullable EmbeddedKafka broker;
    private @Nullable EmbeddedStore store;

    /** @param screens the folder that screens may be ingested from */
    public SystemInParts(Path folder, Path screens) throws IOException {
        this.folder = folder;
        this.screens = screens;
        Files.createDirectories(folder);
        this.agent = ParentWatch.writeAgent(folder);
        LauncherLog.to(folder.resolve("servers.log"));
    }

    public void startBroker() {
        startBroker("kafka");
    }

    /** @param data the name of the folder with the broker's data */
    public void startBroker(String data) {
        try {
            broker = EmbeddedKafka.start(folder.resolve(data), brokerPort, EmbeddedKafka.Listener.OPEN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void stopBroker() {
        if (broker != null) {
            broker.close();
            broker = null;
        }
    }

    public void startStore() {
        try {
            store = EmbeddedStore.start(
                    folder.resolve("objects"),
                    EmbeddedStore.Listener.http("http://127.0.0.1:" + storePort),
                    KEY,
                    SECRET);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void stopStore() {
        if (store != null) {
            store.close();
            store = null;
        }
    }

    /** Counts the connection attempts while the broker, or the store, is stopped. */
    public ConnectionAttempts attemptsAtBroker() {
        return ConnectionAttempts.at(brokerPort);
    }

    public ConnectionAttempts attemptsAtStore() {
        return ConnectionAttempts.at(storePort);
    }

    /** Starts one process, which is restarted whenever it ends. It is not ready when this returns. */
    public SupervisedProcess start(ServiceKind service, String name) {
        return start(service, name, Map.of());
    }

    /** Starts a process with more settings. */
    public SupervisedProcess start(ServiceKind service, String name, Map<String, String> settings) {
        return start(service, name, settings, LocalConfig.builtProject());
    }

    /** Stops the process of that name, if any, and starts it at the same address from another build of the project. */
    public SupervisedProcess replace(ServiceKind service, String name, Path build) {
        SupervisedProcess before = services.remove(name);
        if (before != null) {
            before.close();
        }
        return start(service, name, Map.of(), build);
    }

    private SupervisedProcess start(ServiceKind service, String name, Map<String, String> settings, Path build) {
        try {
            int port = ports.computeIfAbsent(name, any -> FreePort.find());
            List<String> command = service.command(build, agent);
            Map<String, String> environment = new HashMap<>(Map.of(
                    "WELLSTREAM_KAFKA_BOOTSTRAP_SERVERS",
                    "127.0.0.1:" + brokerPort,
                    "WELLSTREAM_STORE_ENDPOINT",
                    "http://127.0.0.1:" + storePort,
                    "WELLSTREAM_STORE_ACCESS_KEY",
                    KEY,
                    "WELLSTREAM_STORE_SECRET_KEY",
                    SECRET,
                    "WELLSTREAM_TOKEN",
                    TOKEN,
                    "WELLSTREAM_INGEST_ROOTS",
                    screens.toString(),
                    "QUARKUS_HTTP_PORT",
                    String.valueOf(port),
                    "OMP_NUM_THREADS",
                    "1"));
            environment.putAll(service.environment());
            environment.putAll(settings);
            if (service == ServiceKind.AUGMENT) {
                environment.put("WELLSTREAM_AUGMENT_NAME", name);
            }
            if (service == ServiceKind.TRAINER) {
                environment.put("WELLSTREAM_TRAINER_NAME", name);
                environment.put(
                        "WELLSTREAM_TRAINER_NATIVE_FOLDER",
                        LocalConfig.nativeCode().toString());
            }
            SupervisedProcess process = SupervisedProcess.start(
                    new SupervisedProcess.Launch(name, port, command, environment, folder.resolve(name + ".log")),
                    () -> {});
            services.put(name, process);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public SupervisedProcess service(String name) {
        return Objects.requireNonNull(services.get(name));
    }

    public List<SupervisedProcess> services() {
        return List.copyOf(services.values());
    }

    /** Sends SIGTERM, and waits until the process has ended, for at most 30 s, and is restarted. */
    public void askToStop(SupervisedProcess service) {
        int restarts = service.restarts();
        ProcessHandle process = ProcessHandle.of(service.pid()).orElseThrow();
        process.destroy();
        await().atMost(Duration.ofSeconds(30)).until(() -> !process.isAlive());
        await().atMost(Duration.ofSeconds(30)).until(() -> service.restarts() > restarts);
    }

    /** Kills a process (SIGKILL), which stays away until it is started anew. */
    public void killForGood(String name) {
        SupervisedProcess service = Objects.requireNonNull(services.remove(name));
        service.kill();
        service.close();
    }

    /** The names of services that are not ready. */
    public List<String> notReady() {
        return services.values().stream()
                .filter(service -> !service.isReady(http))
                .map(SupervisedProcess::name)
                .toList();
    }

    /** How often services have been restarted, by name, without those that have not. */
    public Map<String, Integer> restarts() {
        return services.values().stream()
                .filter(service -> service.restarts() > 0)
                .collect(Collectors.toMap(SupervisedProcess::name, SupervisedProcess::restarts));
    }

    /** The service's answer at a path: status and body. */
    public String ask(SupervisedProcess service, String path) {
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(service.url().resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body();
        } catch (IOException e) {
            return "no answer";
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All addresses; of several processes of a service, clients use the first. */
    public Endpoints endpoints() {
        return new Endpoints(
                ProcessHandle.current().pid(),
                "127.0.0.1:" + brokerPort,
                new Endpoints.StoreAddress("http://127.0.0.1:" + storePort, "wellstream", KEY, SECRET),
                TOKEN,
                null,
                services.values().stream()
                        .collect(Collectors.toMap(
                                SupervisedProcess::name,
                                service -> new Endpoints.ServiceAddress(
                                        service.url().toString(), service.pid()))));
    }

    @Override
    public void close() {
        services.values().forEach(SupervisedProcess::askToStop);
        services.values().forEach(SupervisedProcess::close);
        stopBroker();
        stopStore();
        http.close();
    }
}
