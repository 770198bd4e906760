package io.wellstream.local.status.promql;

import io.wellstream.local.status.sample.Labels;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** An expression in the part of PromQL that the dashboards and alert rules use. Anything else is a parse error. */
public sealed interface Expression {
    /** @throws IllegalArgumentException that names the part that cannot be parsed */
    static Expression parse(String text) {
        return new ExpressionParser(text).parse();
    }

    /** The names of all metrics in it. */
    default Set<String> metrics() {
        Set<String> names = new TreeSet<>();
        switch (this) {
            case Constant constant -> {}
            case Selector selector -> names.add(selector.metric());
            case Increase increase -> names.add(increase.selector().metric());
            case Quantile quantile -> names.addAll(quantile.of().metrics());
            case Aggregate aggregate -> names.addAll(aggregate.of().metrics());
            case Binary binary -> {
                names.addAll(binary.left().metrics());
                names.addAll(binary.right().metrics());
            }
        }
        return names;
    }

    record Constant(double value) implements Expression {}

    /** The newest value of each series of the metric. */
    record Selector(String metric, List<LabelMatcher> matchers) implements Expression {
        public Selector {
            matchers = List.copyOf(matchers);
        }

        boolean selects(Labels labels) {
            return matchers.stream().allMatch(matcher -> matcher.matches(labels));
        }
    }

    /** How much a counter has grown over a range that ends now ({@code increase}, {@code rate}). */
    record Increase(Selector selector, Duration range, boolean perSecond) implements Expression {}

    /** A quantile of a histogram. */
    record Quantile(double quantile, Expression of) implements Expression {}

    /** Series aggregated by group. */
    record Aggregate(Aggregation aggregation, Grouping grouping, Expression of) implements Expression {}

    /** Two results combined, series by series with the same key. */
    record Binary(Operator operator, Grouping key, Expression left, Expression right) implements Expression {}

    /** How the values of a group are aggregated. */
    enum Aggregation {
        SUM,
        MIN,
        MAX,
        AVG,
        COUNT;

        double of(List<Double> values) {
            var all = values.stream().mapToDouble(Double::doubleValue);
            return switch (this) {
                case SUM -> all.sum();
                case MIN -> all.min().orElseThrow();
                case MAX -> all.max().orElseThrow();
                case AVG -> all.average().orElseThrow();
                case COUNT -> values.size();
            };
        }
    }

    /**
     * The labels that form the key of a group.
     *
     * @param kept whether the named labels are kept ({@code by}, {@code on}) or dropped ({@code without}, {@code ignoring})
     */
    record Grouping(boolean kept, Set<String> labels) {
        static final Grouping BY_NOTHING = new Grouping(true, Set.of());
        static final Grouping BY_ALL = new Grouping(false, Set.of());

        public Grouping {
            labels = Set.copyOf(labels);
        }

        Labels key(Labels of) {
            return kept ? of.only(labels) : of.without(labels);
        }
    }
}
