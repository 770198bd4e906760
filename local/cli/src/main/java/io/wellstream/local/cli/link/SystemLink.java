package io.wellstream.local.cli.link;

import io.wellstream.local.cli.link.Notices.By;
import io.wellstream.local.cli.link.SystemSource.State;
import io.wellstream.local.cli.terminal.UserError;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A command's connection to a system. Every call to any part of it goes through {@link #call}, which repeats it while the part is away
 * and asks the system's present address, so that a command goes on when a system was restarted at other ports. What is called must
 * therefore be safe to repeat, unless the attempt makes sure that it is not sent twice. Safe for several threads.
 */
public final class SystemLink {
    /** How long a command waits for a system that has stopped. */
    public static final Duration RESTART = Duration.ofSeconds(60);

    private static final Duration PAUSE = Duration.ofMillis(500);

    private final SystemSource source;
    private final Notices notices;
    private final SystemWatch watch;
    private final Probe probe;
    private final Duration restart;
    private SystemAddress address;
    private long stoppedAt; // 0 while it runs
    private long launcher; // the process that ran it last; 0 if unknown

    /** One attempt at a call. It throws {@link AwayException} if the part does not answer. */
    @FunctionalInterface
    public interface Attempt<T> {
        T at(SystemAddress address);
    }

    private SystemLink(SystemSource source, SystemAddress address, Duration restart, Consumer<String> out) {
        this.source = source;
        this.address = address;
        this.restart = restart;
        this.notices = new Notices(source, out);
        this.watch = new SystemWatch(this, notices);
        this.probe = new Probe(address.credentials());
    }

    /** A link that says what it waits for on standard error. */
    public static SystemLink to(SystemSource source, SystemAddress address) {
        return to(source, address, RESTART, System.err::println);
    }

    static SystemLink to(SystemSource source, SystemAddress address, Duration restart, Consumer<String> out) {
        return new SystemLink(source, address, restart, out);
    }

    /** Where the system is, as far as is known. */
    public synchronized SystemAddress address() {
        return address;
    }

    /** Calls a part of the system; repeats the call while the part is away. */
    public <T> T call(Part part, Patience patience, Attempt<T> attempt) {
        if (patience == Patience.NONE) {
            return attempt.at(address());
        }
        try (SystemWatch.Use _ = watch.use(part)) {
            long failing = 0;
            while (true) {
                SystemAddress at = address();
                try {
                    T result = attempt.at(at);
                    notices.answers(part, By.CALL);
                    return result;
                } catch (AwayException | RefusedException e) {
                    if (e instanceof RefusedException && !hasMoved(at)) {
                        throw e; // after a move, another process may have refused the call at the old address
                    }
                    failing = failing == 0 ? System.nanoTime() : failing;
                    failing = awaitRepeat(part, patience, at, e, failing) ? failing : 0;
                }
            }
        }
    }

    /** Waits until a call should be repeated; false if that is at another address, where nothing has failed yet. */
    private boolean awaitRepeat(Part part, Patience patience, SystemAddress at, UserError failure, long since) {
        while (true) {
            switch (refresh()) {
                case State.Running(SystemAddress now, long _)
                when !now.equals(at) -> {
                    return false;
                }
                case State.Running _ -> {
                    notices.away(part, String.valueOf(failure.getMessage()), By.CALL);
                    requirePatience(patience, failure, Duration.ofNanos(System.nanoTime() - since));
                    pause(part);
                    if (answers(part)) {
                        return true;
                    }
                }
                case State.Changing _, State.Stopped _ -> {
                    requireSystem();
                    pause(part);
                }
            }
        }
    }

    private void requirePatience(Patience patience, UserError failure, Duration waited) {
        if (patience.isOver(waited)) {
            String trouble = source.trouble();
            String lasting = "; it has not answered for " + waited.toSeconds() + " s";
            throw new AwayException(
                    failure.getMessage() + lasting + (trouble.isEmpty() ? "" : "; " + trouble), failure);
        }
    }

    /** Whether the part answers a probe now. */
    public boolean answers(Part part) {
        try {
            Probe.Answer answer = probe.ask(part, address());
            return answer == Probe.Answer.READY || answer == Probe.Answer.NOT_READY;
        } catch (InterruptedException e) {
            throw interrupted(part, e);
        }
    }

    /** Throws if the part does not answer a probe, for calls that would wait much longer to find that out. */
    public void requireAnswer(Part part) {
        if (!answers(part)) {
            throw new AwayException(doesNotAnswer(part, address()), null);
        }
    }

    /** Whether the part was found to be away, and not to answer since. */
    public boolean isAway(Part part) {
        return notices.isAway(part);
    }

    /** Whether the system is not known to have stopped. */
    public boolean isRunning() {
        return refresh() instanceof State.Running;
    }

    /** Whether the system is no longer at an address. */
    public boolean hasMoved(SystemAddress from) {
        return !(refresh() instanceof State.Running(SystemAddress now, long _) && now.equals(from));
    }

    /**
     * For work that is followed and needs a part.
     *
     * @throws SystemGoneException if the system has stopped, and was not started again in time
     * @throws AwayException if the part has not answered for too long
     */
    public void requireSystem(Part needed) {
        requireSystem();
        requirePatience(
                Patience.FOLLOW, new AwayException(doesNotAnswer(needed, address()), null), notices.awayFor(needed));
    }

    private void requireSystem() {
        State state = refresh();
        synchronized (this) {
            if (state instanceof State.Stopped && System.nanoTime() - stoppedAt > restart.toNanos()) {
                throw new SystemGoneException(source.system() + " has stopped and was not started again within "
                        + restart.toSeconds() + " s");
            }
        }
    }

    /**
     * Watches parts, and says when one is away and when it answers again, until the result is closed.
     *
     * @param out receives what is said meanwhile, here and by calls
     */
    public Watching watching(Set<Part> parts, Consumer<String> out) {
        return new Watching(parts.stream().map(watch::use).toList(), notices.to(out));
    }

    /** Parts are being watched. */
    public final class Watching implements AutoCloseable {
        private final List<SystemWatch.Use> uses;
        private final Consumer<String> before;

        private Watching(List<SystemWatch.Use> uses, Consumer<String> before) {
            this.uses = uses;
            this.before = before;
        }

        @Override
        public void close() {
            uses.forEach(SystemWatch.Use::close);
            notices.to(before);
        }
    }

    /** Looks where the system is now. */
    synchronized State refresh() {
        State state = source.look();
        switch (state) {
            case State.Running(SystemAddress now, long process) -> {
                address = now;
                launcher = process;
                stoppedAt = 0;
                notices.running();
            }
            case State.Changing(long process) -> {
                stoppedAt = 0;
                if (process == launcher) {
                    notices.stopping();
                } else {
                    notices.starting();
                }
            }
            case State.Stopped(String reason) -> {
                stoppedAt = stoppedAt == 0 ? System.nanoTime() : stoppedAt;
                notices.stopped(reason, restart.toSeconds());
            }
        }
        return state;
    }

    Probe probe() {
        return probe;
    }

    static String doesNotAnswer(Part part, SystemAddress address) {
        return "the " + part + " at " + address.of(part) + " does not answer";
    }

    private static void pause(Part part) {
        try {
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        } catch (InterruptedException e) {
            throw interrupted(part, e);
        }
    }

    private static UserError interrupted(Part part, InterruptedException e) {
        Thread.currentThread().interrupt();
        return new UserError("interrupted while waiting for the " + part, e);
    }
}
