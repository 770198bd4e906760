package io.wellstream.local.status.promql;

import io.wellstream.local.status.promql.Expression.Aggregate;
import io.wellstream.local.status.promql.Expression.Binary;
import io.wellstream.local.status.promql.Expression.Increase;
import io.wellstream.local.status.promql.Expression.Quantile;
import io.wellstream.local.status.promql.Expression.Selector;
import io.wellstream.local.status.sample.History;
import io.wellstream.local.status.sample.Labels;
import io.wellstream.local.status.sample.TimeSeries;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;

/** Evaluates expressions over the kept samples at one moment, with the results that Prometheus gives. */
public final class Evaluator {
    private static final String BOUND = "le";

    private final History history;
    private final long at;

    /** @param at epoch milliseconds */
    public Evaluator(History history, long at) {
        this.history = history;
        this.at = at;
    }

    /** One point per series of the result; a number is one point without labels. */
    public List<Point> evaluate(Expression expression) {
        return switch (expression) {
            case Expression.Constant constant -> List.of(new Point(Labels.NONE, constant.value()));
            case Selector selector ->
                history.newest(at, selector.metric(), selector::selects).stream()
                        .map(sample -> new Point(sample.labels(), sample.value()))
                        .toList();
            case Increase increase -> increase(increase);
            case Quantile quantile -> quantile(quantile);
            case Aggregate aggregate -> aggregate(aggregate);
            case Binary binary -> binary(binary);
        };
    }

    private List<Point> increase(Increase increase) {
        double unit = increase.perSecond() ? increase.range().toMillis() / 1000.0 : 1;
        List<Point> points = new ArrayList<>();
        for (TimeSeries series : history.series(increase.selector().metric(), increase.selector()::selects)) {
            Rate.increase(series, at - increase.range().toMillis(), at)
                    .ifPresent(grown -> points.add(new Point(series.labels(), grown / unit)));
        }
        return points;
    }

    private List<Point> quantile(Quantile quantile) {
        Map<Labels, Buckets> histograms = new LinkedHashMap<>();
        for (Point bucket : evaluate(quantile.of())) {
            histograms
                    .computeIfAbsent(bucket.labels().without(Set.of(BOUND)), labels -> new Buckets())
                    .add(bucket.labels().get(BOUND), bucket.value());
        }
        return histograms.entrySet().stream()
                .map(each -> new Point(each.getKey(), each.getValue().quantile(quantile.quantile())))
                .toList();
    }

    private List<Point> aggregate(Aggregate aggregate) {
        Map<Labels, List<Double>> groups = new LinkedHashMap<>();
        for (Point point : evaluate(aggregate.of())) {
            groups.computeIfAbsent(aggregate.grouping().key(point.labels()), key -> new ArrayList<>())
                    .add(point.value());
        }
        return groups.entrySet().stream()
                .map(group -> new Point(group.getKey(), aggregate.aggregation().of(group.getValue())))
                .toList();
    }

    private List<Point> binary(Binary binary) {
        Operator operator = binary.operator();
        if (binary.right() instanceof Expression.Constant(double right)) {
            return operator.isComparison()
                    ? kept(evaluate(binary.left()), left -> operator.holds(left, right))
                    : changed(evaluate(binary.left()), left -> operator.apply(left, right));
        }
        if (binary.left() instanceof Expression.Constant(double left)) {
            return operator.isComparison()
                    ? kept(evaluate(binary.right()), right -> operator.holds(left, right))
                    : changed(evaluate(binary.right()), right -> operator.apply(left, right));
        }
        return operator.isOfSets() ? sets(binary) : pairs(binary);
    }

    private static List<Point> kept(List<Point> points, DoublePredicate condition) {
        return points.stream().filter(point -> condition.test(point.value())).toList();
    }

    private static List<Point> changed(List<Point> points, DoubleUnaryOperator change) {
        return points.stream()
                .map(point -> new Point(point.labels(), change.applyAsDouble(point.value())))
                .toList();
    }

    private List<Point> sets(Binary binary) {
        List<Point> left = evaluate(binary.left());
        List<Point> right = evaluate(binary.right());
        return switch (binary.operator()) {
            case AND -> {
                Set<Labels> there = keys(right, binary);
                yield left.stream()
                        .filter(point -> there.contains(binary.key().key(point.labels())))
                        .toList();
            }
            case UNLESS -> without(left, right, binary);
            case OR -> {
                List<Point> both = new ArrayList<>(left);
                both.addAll(without(right, left, binary));
                yield both;
            }
            default -> throw new IllegalStateException(binary.operator() + " is not a set operator");
        };
    }

    private static List<Point> without(List<Point> points, List<Point> excluded, Binary binary) {
        Set<Labels> gone = keys(excluded, binary);
        return points.stream()
                .filter(point -> !gone.contains(binary.key().key(point.labels())))
                .toList();
    }

    private static Set<Labels> keys(List<Point> points, Binary binary) {
        return points.stream().map(point -> binary.key().key(point.labels())).collect(Collectors.toSet());
    }

    private List<Point> pairs(Binary binary) {
        Map<Labels, Double> rights = new LinkedHashMap<>();
        for (Point right : evaluate(binary.right())) {
            if (rights.put(binary.key().key(right.labels()), right.value()) != null) {
                throw new IllegalStateException("several series with the same labels on the right of " + binary);
            }
        }
        List<Point> points = new ArrayList<>();
        for (Point left : evaluate(binary.left())) {
            Labels key = binary.key().key(left.labels());
            Double right = rights.get(key);
            if (right != null && !binary.operator().isComparison()) {
                points.add(new Point(key, binary.operator().apply(left.value(), right)));
            } else if (right != null && binary.operator().holds(left.value(), right)) {
                points.add(new Point(binary.key().kept() ? key : left.labels(), left.value()));
            }
        }
        return points;
    }
}
