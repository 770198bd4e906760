package io.wellstream.trainer.engine;

import io.wellstream.proto.v1.RunSpecification;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The engines that a trainer has, and which of them trains a run.
 *
 * @param inOrder of preference, for runs that any engine may train
 */
public record Engines(List<Engine> inOrder) {
    public Engines {
        inOrder = List.copyOf(inOrder);
    }

    /** A trainer with one engine. */
    public static Engines only(Engine engine) {
        return new Engines(List.of(engine));
    }

    /** The engine that trains the run here; empty if this trainer has none that can. */
    public Optional<Engine> forRun(RunSpecification run) {
        return Precision.named(run.getPrecision()).stream()
                .flatMap(precision -> named(run).flatMap(engine -> engine.in(precision).stream()))
                .findFirst()
                .map(engine -> new ContinuingEngine(engine, inOrder));
    }

    /** What the run must wait for because this trainer cannot train it; empty if it can. */
    public Optional<String> missingFor(RunSpecification run) {
        if (forRun(run).isPresent()) {
            return Optional.empty();
        }
        String precision = run.getPrecision().isEmpty() ? "" : " that computes in " + run.getPrecision();
        return Optional.of("a trainer with engine " + name(run) + precision + ": this one has " + names());
    }

    /** One line for the log. */
    public String describe() {
        return inOrder.stream().map(Engine::describe).collect(Collectors.joining(" | "));
    }

    private Stream<Engine> named(RunSpecification run) {
        String name = name(run);
        return inOrder.stream()
                .filter(engine ->
                        name.equals(EngineName.ANY) || name.equals(engine.name().toString()));
    }

    private static String name(RunSpecification run) {
        return run.getEngine().isEmpty() ? EngineName.DL4J.toString() : run.getEngine();
    }

    private String names() {
        return inOrder.stream().map(engine -> engine.name().toString()).collect(Collectors.joining(", "));
    }
}
