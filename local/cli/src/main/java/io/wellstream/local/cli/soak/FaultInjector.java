package io.wellstream.local.cli.soak;

import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.local.launcher.Faults;
import io.wellstream.local.launcher.LocalSystem;
import io.wellstream.local.launcher.ServiceKind;
import io.wellstream.local.launcher.SupervisedProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;

/**
 * Puts faults into a system, one after the other in turn and never two at a time, and takes each away when its time is over. Used by one
 * thread.
 */
final class FaultInjector {
    private final LocalSystem system;
    private final Faults faults;
    private final DamagedObjects objects;
    private final List<Fault> turn;
    private final Random random;
    private int begun;
    private int flipped;
    private Optional<Active> active = Optional.empty();

    /** A fault, and the process that it is in. */
    record Begun(Fault fault, String process) {}

    /** A fault that lasts. */
    private record Active(BooleanSupplier over, End end) {}

    @FunctionalInterface
    private interface End {
        void run() throws IOException, InterruptedException;
    }

    /** @param turn the faults, in their order; not empty */
    FaultInjector(LocalSystem system, DamagedObjects objects, List<Fault> turn, Random random) {
        this.system = system;
        this.faults = system.faults();
        this.objects = objects;
        this.turn = List.copyOf(turn);
        this.random = random;
    }

    boolean isActive() {
        return active.isPresent();
    }

    /** Begins the next fault. */
    Begun next() throws IOException, InterruptedException {
        Fault fault = turn.get(begun++ % turn.size());
        return switch (fault) {
            case KILL -> {
                SupervisedProcess victim = anyOf(system.services());
                victim.kill();
                yield new Begun(fault, victim.name());
            }
            case SUSPEND -> {
                SupervisedProcess victim = anyOf(system.services().stream()
                        .filter(FaultInjector::trainsOrMakesBatches)
                        .toList());
                long pid = victim.pid();
                signal("STOP", pid);
                lasts(fault, () -> signal("CONT", pid));
                yield new Begun(fault, victim.name());
            }
            case STALL -> {
                faults.stallStore();
                lasts(fault, faults::releaseStore);
                yield new Begun(fault, SoakMonitor.store(faults));
            }
            case STORE -> {
                faults.killStore();
                lasts(fault, faults::restartStore);
                yield new Begun(fault, SoakMonitor.store(faults));
            }
            case FLIP -> {
                flipped += objects.damage();
                repairsAfter(fault.length());
                yield new Begun(fault, SoakMonitor.store(faults));
            }
            case FULL_DISK -> {
                faults.fillDisk();
                lasts(fault, faults::freeDisk);
                yield new Begun(fault, SoakMonitor.store(faults));
            }
            case BROKER -> {
                faults.stopBroker();
                lasts(fault, faults::startBroker);
                yield new Begun(fault, SoakMonitor.broker(faults));
            }
        };
    }

    /** The number of objects with a flipped bit so far. */
    int flipped() {
        return flipped;
    }

    /** Ends the present fault if its time is over, or now. */
    void end(boolean now) throws IOException, InterruptedException {
        if (active.isPresent() && (now || active.get().over().getAsBoolean())) {
            active.get().end().run();
            active = Optional.empty();
        }
    }

    private void lasts(Fault fault, End end) {
        long endNanos = System.nanoTime() + fault.length().toNanos();
        active = Optional.of(new Active(() -> System.nanoTime() - endNanos >= 0, end));
    }

    /** The repair takes a while, in a separate thread; the fault ends with it. */
    private void repairsAfter(Duration pause) {
        FutureTask<Long> repair = new FutureTask<>(() -> {
            Thread.sleep(pause);
            return objects.repair();
        });
        Thread.ofPlatform().name("soak-repair").daemon().start(repair);
        active = Optional.of(new Active(repair::isDone, () -> {
            try {
                repair.get();
            } catch (ExecutionException e) {
                throw new IOException("the repair of damaged objects failed: " + e.getCause(), e);
            }
        }));
    }

    private SupervisedProcess anyOf(List<SupervisedProcess> services) {
        return services.get(random.nextInt(services.size()));
    }

    private static boolean trainsOrMakesBatches(SupervisedProcess service) {
        return service.name().startsWith(ServiceKind.TRAINER.label())
                || service.name().startsWith(ServiceKind.AUGMENT.label());
    }

    private static void signal(String name, long pid) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + name, String.valueOf(pid))
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new UserError("kill -" + name + " " + pid + " ended with code " + code);
        }
    }
}
