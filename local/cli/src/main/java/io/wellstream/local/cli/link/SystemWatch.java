package io.wellstream.local.cli.link;

import io.wellstream.local.cli.link.Notices.By;
import io.wellstream.local.cli.link.SystemSource.State;
import io.wellstream.local.launcher.LocalSystemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Probes the parts that a command is waiting for, once a second, so that the user learns within seconds when one is away. It only says
 * so: calls end by their own limits and are repeated by the {@link SystemLink}.
 */
final class SystemWatch {
    private static final long PAUSE_MILLIS = 1_000;
    private static final Duration GRACE = Duration.ofSeconds(2); // most calls are answered sooner and need no probe
    private static final int SILENCES = 2;

    private final SystemLink link;
    private final Notices notices;
    private final List<Use> uses = new ArrayList<>();
    private final Map<Part, Integer> silences = new EnumMap<>(Part.class); // used by the watch's thread only
    private @Nullable Thread thread;

    SystemWatch(SystemLink link, Notices notices) {
        this.link = link;
        this.notices = notices;
    }

    /** A command waits for a part until this is closed. */
    final class Use implements AutoCloseable {
        private final Part part;
        private final long since = System.nanoTime();

        private Use(Part part) {
            this.part = part;
        }

        @Override
        public void close() {
            end(this);
        }
    }

    synchronized Use use(Part part) {
        Use use = new Use(part);
        uses.add(use);
        if (thread == null) {
            thread = Thread.ofPlatform().name("system-watch").daemon().start(this::run);
        }
        return use;
    }

    private synchronized void end(Use use) {
        uses.remove(use);
    }

    private void run() {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                lookAt(waitedFor());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized List<Part> waitedFor() {
        long now = System.nanoTime();
        return uses.stream()
                .filter(use -> now - use.since > GRACE.toNanos())
                .map(use -> use.part)
                .distinct()
                .toList();
    }

    private void lookAt(List<Part> waitedFor) throws InterruptedException {
        try {
            if (!waitedFor.isEmpty() && link.refresh() instanceof State.Running(SystemAddress address, long _)) {
                for (Part part : waitedFor) {
                    look(part, address);
                }
            }
        } catch (LocalSystemException | KafkaException e) {
            return; // the command meets the same error, and reports it
        }
    }

    private void look(Part part, SystemAddress address) throws InterruptedException {
        Probe.Answer answer = link.probe().ask(part, address);
        int silent = answer == Probe.Answer.SILENT ? silences.merge(part, 1, Integer::sum) : 0;
        if (silent == 0) {
            silences.remove(part);
        }
        if (answer == Probe.Answer.READY) {
            notices.answers(part, By.PROBE);
        } else if (answer == Probe.Answer.REFUSED || silent >= SILENCES) {
            if (link.refresh() instanceof State.Running(SystemAddress now, long _) && now.equals(address)) {
                notices.away(part, SystemLink.doesNotAnswer(part, address), By.PROBE);
            }
        }
    }
}
