package io.wellstream.local.launcher;

import io.wellstream.local.launcher.Endpoints.ServiceAddress;
import io.wellstream.local.launcher.Endpoints.StoreAddress;
import io.wellstream.local.status.ObservedProcess;
import io.wellstream.local.status.StatusPage;
import io.wellstream.wire.store.StoreConfig;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole system on one machine: broker, S3 server and status page in this process, the services as child processes. All data
 * are in one folder; a system started again with that folder has lost nothing.
 */
public final class LocalSystem implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalSystem.class);
    private static final Duration PROBE_PAUSE = Duration.ofMillis(100);

    private final LocalConfig config;
    private final DataFolder folder;
    private final BrokerAndStore servers;
    private final DiskReserve disk;
    private final DiskWatch watch;
    private final String token = Secret.random(24);
    private final List<SupervisedProcess> services = new CopyOnWriteArrayList<>();
    private final Thread signalHook = new Thread(this::stop, "stop-on-signal");
    private final Object endpointsFile = new Object();
    private volatile @Nullable StatusPage page;
    private boolean stopped;

    private LocalSystem(LocalConfig config, DataFolder folder, BrokerAndStore servers, DiskReserve disk) {
        this.config = config;
        this.folder = folder;
        this.servers = servers;
        this.disk = disk;
        this.watch = DiskWatch.start(disk, servers.broker(), this::work);
    }

    /**
     * Starts everything and returns when all services are ready. A signal that ends this process stops the services too.
     *
     * @throws LocalSystemException if the folder is in use, a service is not built, or one does not become ready
     */
    public static LocalSystem start(LocalConfig config) {
        return start(config, BrokerAndStore::start);
    }

    public static LocalSystem start(LocalConfig config, BrokerAndStore.Starter starter) {
        try {
            DiskReserve.requireToStart(config);
            DataFolder folder = DataFolder.lock(config.data());
            LauncherLog.to(folder.log("launcher"));
            LauncherProcess.current(config.settings()).write(config.data());
            DiskReserve disk = DiskReserve.of(config.data(), config.diskReserve());
            LocalSystem system = new LocalSystem(config, folder, startServers(folder, starter, disk), disk);
            Runtime.getRuntime().addShutdownHook(system.signalHook);
            try {
                system.startServices();
                return system;
            } catch (IOException | RuntimeException e) {
                system.close();
                throw e;
            }
        } catch (IOException e) {
            throw new LocalSystemException("cannot start on " + config.data() + ": " + e.getMessage(), e);
        }
    }

    public Endpoints endpoints() {
        StatusPage shown = page;
        StoreConfig store = servers.store();
        Map<String, ServiceAddress> addresses = services.stream()
                .collect(Collectors.toMap(
                        SupervisedProcess::name,
                        service -> new ServiceAddress(service.url().toString(), service.pid())));
        return new Endpoints(
                ProcessHandle.current().pid(),
                servers.kafka().bootstrapServers(),
                new StoreAddress(store.endpoint().toString(), store.bucket(), store.accessKey(), store.secretKey()),
                token,
                shown == null ? null : shown.url().toString(),
                addresses);
    }

    private List<ObservedProcess> watched() {
        return services.stream()
                .map(each -> new ObservedProcess(each.name(), each.url(), each.pid(), each.isAlive(), each.restarts()))
                .toList();
    }

    /** The service processes, in the order of their start. */
    public List<SupervisedProcess> services() {
        return List.copyOf(services);
    }

    /** One service process by name, e.g. {@code augment-2}. */
    public SupervisedProcess service(String name) {
        return services.stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new LocalSystemException("this system runs no " + name));
    }

    /** What a soak test does to this system. */
    public Faults faults() {
        return new Faults(servers, disk);
    }

    /** Waits until the process is ready, across restarts. */
    public void awaitReady(SupervisedProcess service) {
        awaitReady(service, Integer.MAX_VALUE);
    }

    /** Stops the services, then the broker and the S3 server. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(signalHook);
        } catch (IllegalStateException e) {
            LOG.debug("closed while the process is ending", e);
        }
        stop();
    }

    private static BrokerAndStore startServers(DataFolder folder, BrokerAndStore.Starter starter, DiskReserve disk)
            throws IOException {
        try {
            return starter.start(folder.kafka(), folder.objects(), disk);
        } catch (IOException | RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    private void startServices() throws IOException {
        page = StatusPage.start(config.home(), this::watched);
        LaunchPlan launcher = new LaunchPlan(config, folder, servers, token, System.getenv());
        for (ServiceKind service : ServiceKind.values()) {
            int processes = config.processes().getOrDefault(service, 0);
            for (int number = 1; number <= processes; number++) {
                String name = processes == 1 ? service.label() : service.label() + "-" + number;
                services.add(SupervisedProcess.start(launcher.launch(service, name), this::writeEndpoints));
            }
        }
        for (SupervisedProcess service : services) {
            awaitReady(service, 0); // a process that ends during the start is an error
        }
        writeEndpoints();
        LOG.info("ready data={} processes={}", config.data(), services.size());
    }

    private void awaitReady(SupervisedProcess service, int allowedRestarts) {
        long deadline = System.nanoTime() + config.readyLimit().toNanos();
        try (HttpClient http = HttpClient.newHttpClient()) {
            while (!service.isReady(http)) {
                if (service.restarts() > allowedRestarts || (allowedRestarts == 0 && !service.isAlive())) {
                    throw notReady(service, "ended while starting");
                }
                if (System.nanoTime() > deadline) {
                    throw notReady(
                            service,
                            "was not ready within " + config.readyLimit().toSeconds() + " s");
                }
                Thread.sleep(PROBE_PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalSystemException("interrupted while waiting for " + service.name(), e);
        }
    }

    private static LocalSystemException notReady(SupervisedProcess service, String what) {
        List<String> words = service.lastWords();
        return new LocalSystemException(service.name() + " " + what + ": "
                + (words.isEmpty() ? "it has written nothing" : String.join("; ", words)) + " (its log: "
                + service.log() + ")");
    }

    /** What the launcher does every second while it runs. */
    private void work() {
        ServiceLogs.bound(services.stream().map(SupervisedProcess::log).toList());
    }

    private void removeEndpoints() {
        synchronized (endpointsFile) {
            try {
                Endpoints.remove(config.data());
            } catch (IOException e) {
                LOG.error("cannot remove endpoints.json", e);
            }
        }
    }

    private void writeEndpoints() {
        synchronized (endpointsFile) {
            try {
                endpoints().write(config.data());
            } catch (IOException e) {
                LOG.error("cannot write endpoints.json", e);
            }
        }
    }

    private synchronized void stop() {
        if (stopped) {
            return;
        }
        stopped = true;
        removeEndpoints(); // first, so that clients see at once that the system stops
        StatusPage shown = page;
        if (shown != null) {
            shown.close();
        }
        services.forEach(SupervisedProcess::askToStop);
        services.forEach(SupervisedProcess::close);
        watch.close();
        servers.close();
        try {
            removeEndpoints(); // a restart of a service may have written them again
            folder.close();
        } catch (IOException e) {
            LOG.error("cannot release the data folder", e);
        }
        LOG.info("stopped data={}", config.data());
    }
}
