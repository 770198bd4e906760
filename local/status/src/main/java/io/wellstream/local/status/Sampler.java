package io.wellstream.local.status;

import static java.util.Objects.requireNonNull;

import io.wellstream.local.status.dashboard.Advice;
import io.wellstream.local.status.dashboard.AlertRule;
import io.wellstream.local.status.dashboard.Alerts;
import io.wellstream.local.status.dashboard.Dashboard;
import io.wellstream.local.status.dashboard.PanelHistory;
import io.wellstream.local.status.promql.Evaluator;
import io.wellstream.local.status.sample.History;
import io.wellstream.local.status.sample.Labels;
import io.wellstream.local.status.sample.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Samples the services' metrics every five seconds and keeps half an hour of them. One thread evaluates the expressions of dashboards
 * and alerts after each sample, so a reader of the page costs no evaluation.
 */
final class Sampler implements AutoCloseable {
    static final Duration INTERVAL = Duration.ofSeconds(5);
    static final Duration KEPT = Duration.ofMinutes(30);
    private static final Duration GONE = INTERVAL.multipliedBy(3);
    private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);
    private static final int SAMPLES_KEPT = Math.toIntExact(KEPT.dividedBy(INTERVAL));

    private final Supplier<List<ObservedProcess>> processes;
    private final Probe probe;
    private final History history = new History(INTERVAL, KEPT, GONE);
    private final List<Dashboard> dashboards;
    private final Alerts alerts;
    private final Thread thread =
            Thread.ofPlatform().name("status-sampler").daemon().unstarted(this::run);

    private final IdentityHashMap<Dashboard.Panel, PanelHistory> panels = new IdentityHashMap<>();
    private final List<Long> times = new ArrayList<>();
    private volatile StatusView view = new StatusView(List.of(), KEPT.toSeconds(), List.of(), List.of(), List.of());

    private Sampler(Supplier<List<ObservedProcess>> processes, List<Dashboard> dashboards, List<AlertRule> rules) {
        this.processes = processes;
        this.dashboards = dashboards;
        this.alerts = new Alerts(rules);
        this.probe = new Probe(metrics(dashboards, rules));
        for (Dashboard dashboard : dashboards) {
            dashboard.panels().forEach(panel -> panels.put(panel, new PanelHistory(panel, SAMPLES_KEPT)));
        }
    }

    /**
     * Starts sampling.
     *
     * @param home the built project, which holds the dashboards and alert rules
     * @param processes gives the current processes
     */
    static Sampler start(Path home, Supplier<List<ObservedProcess>> processes) throws IOException {
        Sampler sampler = new Sampler(processes, Dashboard.readAll(home), AlertRule.readAll(home));
        sampler.thread.start();
        return sampler;
    }

    private static Set<String> metrics(List<Dashboard> dashboards, List<AlertRule> rules) {
        Set<String> names = new HashSet<>();
        Dashboard.queries(dashboards)
                .forEach(query -> names.addAll(query.getValue().expression().metrics()));
        rules.forEach(rule -> names.addAll(rule.expression().metrics()));
        Stream.of(Advice.values()).forEach(each -> names.addAll(each.work().metrics()));
        return names;
    }

    private void run() {
        try {
            while (true) {
                long started = System.nanoTime();
                sampleOnce();
                Thread.sleep(INTERVAL.minusNanos(System.nanoTime() - started));
            }
        } catch (InterruptedException e) {
            LOG.debug("stopped");
        }
    }

    /** One failure does not end the sampling: the page would show the last sample for ever. */
    private void sampleOnce() throws InterruptedException {
        try {
            sample();
        } catch (RuntimeException | Error e) {
            LOG.error("no sample was taken; the next one is taken in time", e);
        }
    }

    private void sample() throws InterruptedException {
        List<Probe.Observation> now = new ArrayList<>();
        for (ObservedProcess process : processes.get()) {
            now.add(probe.observe(process));
        }
        record(System.currentTimeMillis(), now);
    }

    private void record(long time, List<Probe.Observation> observed) {
        for (Probe.Observation each : observed) {
            Labels target = Labels.of(Map.of(
                    "job", each.process().job(), "instance", each.process().name()));
            history.add(time, new Sample("up", target, each.samples().isPresent() ? 1 : 0));
            each.samples()
                    .orElse(List.of())
                    .forEach(sample -> history.add(
                            time, new Sample(sample.name(), sample.labels().with(target), sample.value())));
        }
        history.forgetBefore(time);
        times.add(time);
        times.subList(0, Math.max(0, times.size() - SAMPLES_KEPT)).clear();
        Evaluator evaluator = new Evaluator(history, time);
        panels.values().forEach(panel -> panel.add(evaluator));
        view = new StatusView(
                List.copyOf(times),
                KEPT.toSeconds(),
                cards(observed),
                alerts.at(time, evaluator),
                dashboards.stream()
                        .map(dashboard -> board(dashboard, evaluator))
                        .toList());
    }

    /** The state at the last sample. */
    StatusView view() {
        return view;
    }

    private static List<StatusView.Card> cards(List<Probe.Observation> observed) {
        List<StatusView.Card> views = new ArrayList<>();
        for (Probe.Observation each : observed) {
            String state = each.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
            ObservedProcess process = each.process();
            views.add(new StatusView.Card(
                    process.name(),
                    state,
                    each.waitingFor(),
                    process.restarts(),
                    each.memory().orElse(null),
                    process.url().toString()));
        }
        Optional<Long> own = ResidentMemory.of(ProcessHandle.current().pid()).stream()
                .boxed()
                .findAny();
        views.add(new StatusView.Card("broker, store", "ready", "", 0, own.orElse(null), ""));
        return views;
    }

    private StatusView.Board board(Dashboard dashboard, Evaluator evaluator) {
        Advice advice = Advice.valueOf(dashboard.name().toUpperCase(Locale.ROOT));
        List<StatusView.Picture> pictures = dashboard.panels().stream()
                .map(panel -> new StatusView.Picture(
                        panel.title(),
                        panel.description(),
                        panel.kind(),
                        panel.format(),
                        requireNonNull(panels.get(panel)).curves()))
                .toList();
        return new StatusView.Board(
                dashboard.name(),
                dashboard.title(),
                dashboard.description(),
                advice.at(evaluator).orElse(null),
                pictures);
    }

    /** Stops sampling. */
    @Override
    public void close() {
        thread.interrupt();
        probe.close();
    }
}
