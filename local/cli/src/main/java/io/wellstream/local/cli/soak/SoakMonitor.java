package io.wellstream.local.cli.soak;

import io.wellstream.local.cli.picture.MemoryPicture.Mark;
import io.wellstream.local.cli.picture.MemoryPicture.Sample;
import io.wellstream.local.launcher.Faults;
import io.wellstream.local.launcher.LocalSystem;
import io.wellstream.local.launcher.SupervisedProcess;
import io.wellstream.local.status.ResidentMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Puts a fault into a system at intervals and records the memory of each process. Used by one thread. */
public final class SoakMonitor {
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final String STORE = "store";
    private static final String BROKER = "broker";
    private static final double MEGABYTE = 1 << 20;

    private final LocalSystem system;
    private final Duration every;
    private final FaultInjector injector;
    private final Map<String, List<Sample>> samples = new LinkedHashMap<>();
    private final List<Mark> faults = new ArrayList<>();

    /** @param every time from the end of a fault to the next; zero for none */
    SoakMonitor(LocalSystem system, Duration every, FaultInjector injector) {
        this.system = system;
        this.every = every;
        this.injector = injector;
    }

    /**
     * What was seen.
     *
     * @param samples memory by process
     * @param faults which fault began when
     * @param flipped number of objects in which a bit was flipped
     */
    public record Observations(Map<String, List<Sample>> samples, List<Mark> faults, int flipped) {}

    /** Complete after {@link #until} has returned. */
    Observations observations() {
        return new Observations(samples, List.copyOf(faults), injector.flipped());
    }

    /** The name of the process that contains the broker. */
    static String broker(Faults faults) {
        return faults.storeProcess().isPresent() ? BROKER : BROKER + ", " + STORE;
    }

    /** The name of the process that contains the S3 server. */
    static String store(Faults faults) {
        return faults.storeProcess().isPresent() ? STORE : broker(faults);
    }

    void until(long endNanos) {
        long started = System.nanoTime();
        long nextFault = every.isZero() ? Long.MAX_VALUE : started + every.toNanos();
        try {
            for (long now = started; now < endNanos; now = System.nanoTime()) {
                injector.end(false);
                if (injector.isActive()) {
                    nextFault = now + every.toNanos();
                } else if (now >= nextFault) {
                    FaultInjector.Begun begun = injector.next();
                    faults.add(new Mark((now - started) / 1e9, begun.fault().toString(), begun.process()));
                    nextFault = System.nanoTime() + every.toNanos();
                }
                sampleAll((now - started) / 1e9);
                TimeUnit.NANOSECONDS.sleep(EVERY.toNanos());
            }
            injector.end(true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException("a fault could not be begun or ended", e);
        }
    }

    private void sampleAll(double seconds) {
        Faults servers = system.faults();
        sample(broker(servers), ProcessHandle.current().pid(), seconds);
        servers.storeProcess().ifPresent(pid -> sample(STORE, pid, seconds));
        for (SupervisedProcess service : system.services()) {
            sample(service.name(), service.pid(), seconds);
        }
    }

    private void sample(String name, long pid, double seconds) {
        ResidentMemory.of(pid).ifPresent(bytes -> samples.computeIfAbsent(name, key -> new ArrayList<>())
                .add(new Sample(seconds, bytes / MEGABYTE)));
    }
}
