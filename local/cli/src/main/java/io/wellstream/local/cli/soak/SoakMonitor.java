package io.wellstream.local.cli.soak;

import io.wellstream.local.cli.picture.MemoryPicture.Kill;
import io.wellstream.local.cli.picture.MemoryPicture.Sample;
import io.wellstream.local.launcher.LocalSystem;
import io.wellstream.local.launcher.SupervisedProcess;
import io.wellstream.local.status.ResidentMemory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Kills a random process of a system at intervals and records the memory of each. Used by one thread. */
public final class SoakMonitor {
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final String LAUNCHER = "broker, store";
    private static final double MEGABYTE = 1 << 20;

    private final LocalSystem system;
    private final Duration killEvery;
    private final Random random;
    private final Map<String, List<Sample>> samples = new LinkedHashMap<>();
    private final List<Kill> kills = new ArrayList<>();

    SoakMonitor(LocalSystem system, Duration killEvery, Random random) {
        this.system = system;
        this.killEvery = killEvery;
        this.random = random;
    }

    /** Memory by process, and which process was killed when. */
    public record Observations(Map<String, List<Sample>> samples, List<Kill> kills) {}

    /** Complete after {@link #until} has returned. */
    Observations observations() {
        return new Observations(samples, List.copyOf(kills));
    }

    void until(long endNanos) {
        long started = System.nanoTime();
        long nextKill = killEvery.isZero() ? Long.MAX_VALUE : started + killEvery.toNanos();
        try {
            for (long now = started; now < endNanos; now = System.nanoTime()) {
                double seconds = (now - started) / 1e9;
                if (now >= nextKill) {
                    kill(seconds);
                    nextKill += killEvery.toNanos();
                }
                sample(LAUNCHER, ProcessHandle.current().pid(), seconds);
                for (SupervisedProcess service : system.services()) {
                    sample(service.name(), service.pid(), seconds);
                }
                TimeUnit.NANOSECONDS.sleep(EVERY.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void kill(double seconds) {
        List<SupervisedProcess> services = system.services();
        SupervisedProcess victim = services.get(random.nextInt(services.size()));
        victim.kill();
        kills.add(new Kill(seconds, victim.name()));
    }

    private void sample(String name, long pid, double seconds) {
        ResidentMemory.of(pid).ifPresent(bytes -> samples.computeIfAbsent(name, key -> new ArrayList<>())
                .add(new Sample(seconds, bytes / MEGABYTE)));
    }
}
