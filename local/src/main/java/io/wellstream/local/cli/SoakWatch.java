package io.wellstream.local.cli;

import io.wellstream.local.LocalSystem;
import io.wellstream.local.ResidentMemory;
import io.wellstream.local.ServiceProcess;
import io.wellstream.local.report.MemoryPicture.Kill;
import io.wellstream.local.report.MemoryPicture.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Kills a process of a system now and then, and keeps what each has in memory meanwhile. One thread runs it. */
final class SoakWatch {
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final String LAUNCHER = "broker, store";
    private static final double MEGABYTE = 1 << 20;

    private final LocalSystem system;
    private final Duration killEvery;
    private final Random random;
    private final Map<String, List<Sample>> samples = new LinkedHashMap<>();
    private final List<Kill> kills = new ArrayList<>();

    SoakWatch(LocalSystem system, Duration killEvery, Random random) {
        this.system = system;
        this.killEvery = killEvery;
        this.random = random;
    }

    /** What was seen: memory by process, and who was killed when. */
    record Seen(Map<String, List<Sample>> samples, List<Kill> kills) {}

    /** Read after {@link #until} has returned. */
    Seen seen() {
        return new Seen(samples, List.copyOf(kills));
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
                for (ServiceProcess service : system.services()) {
                    sample(service.name(), service.pid(), seconds);
                }
                TimeUnit.NANOSECONDS.sleep(EVERY.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void kill(double seconds) {
        List<ServiceProcess> services = system.services();
        ServiceProcess victim = services.get(random.nextInt(services.size()));
        victim.kill();
        kills.add(new Kill(seconds, victim.name()));
    }

    private void sample(String name, long pid, double seconds) {
        ResidentMemory.of(pid).ifPresent(bytes -> samples.computeIfAbsent(name, key -> new ArrayList<>())
                .add(new Sample(seconds, bytes / MEGABYTE)));
    }
}
