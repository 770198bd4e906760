package io.wellstream.local.status.promql;

import io.wellstream.local.status.promql.Expression.Aggregate;
import io.wellstream.local.status.promql.Expression.Binary;
import io.wellstream.local.status.promql.Expression.Growth;
import io.wellstream.local.status.promql.Expression.Quantile;
import io.wellstream.local.status.promql.Expression.Selector;
import io.wellstream.local.status.sample.History;
import io.wellstream.local.status.sample.Labels;
import io.wellstream.local.status.sample.Track;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;

/** Answers expressions from a history, as Prometheus would at that moment. */
public final class Evaluator {
    private static final String BORDER = "le";

    private final History history;
    private final long at;

    /** @param at milliseconds */
    public Evaluator(History history, long at) {
        this.history = history;
        this.at = at;
    }

    /** One point for each series of the answer; a number is a point without labels. */
    public List<Point> answer(Expression expression) {
        return switch (expression) {
            case Expression.Constant constant -> List.of(new Point(Labels.NONE, constant.value()));
            case Selector selector ->
                history.newest(at, selector.metric(), selector::selects).stream()
                        .map(sample -> new Point(sample.labels(), sample.value()))
                        .toList();
            case Growth growth -> growth(growth);
            case Quantile quantile -> quantile(quantile);
            case Aggregate aggregate -> aggregate(aggregate);
            case Binary binary -> binary(binary);
        };
    }

    private List<Point> growth(Growth growth) {
        double unit = growth.perSecond() ? growth.range().toMillis() / 1000.0 : 1;
        List<Point> points = new ArrayList<>();
        for (Track track : history.tracks(growth.selector().metric(), growth.selector()::selects)) {
            Rate.increase(track, at - growth.range().toMillis(), at)
                    .ifPresent(increase -> points.add(new Point(track.labels(), increase / unit)));
        }
        return points;
    }

    private List<Point> quantile(Quantile quantile) {
        Map<Labels, Buckets> histograms = new LinkedHashMap<>();
        for (Point bucket : answer(quantile.of())) {
            histograms
                    .computeIfAbsent(bucket.labels().without(Set.of(BORDER)), labels -> new Buckets())
                    .add(bucket.labels().get(BORDER), bucket.value());
        }
        return histograms.entrySet().stream()
                .map(each -> new Point(each.getKey(), each.getValue().quantile(quantile.quantile())))
                .toList();
    }

    private List<Point> aggregate(Aggregate aggregate) {
        Map<Labels, List<Double>> groups = new LinkedHashMap<>();
        for (Point point : answer(aggregate.of())) {
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
                    ? kept(answer(binary.left()), left -> operator.holds(left, right))
                    : changed(answer(binary.left()), left -> operator.apply(left, right));
        }
        if (binary.left() instanceof Expression.Constant(double left)) {
            return operator.isComparison()
                    ? kept(answer(binary.right()), right -> operator.holds(left, right))
                    : changed(answer(binary.right()), right -> operator.apply(left, right));
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
        List<Point> left = answer(binary.left());
        List<Point> right = answer(binary.right());
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
            default -> throw new IllegalStateException(binary.operator() + " is not about sets");
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
        for (Point right : answer(binary.right())) {
            if (rights.put(binary.key().key(right.labels()), right.value()) != null) {
                throw new IllegalStateException("several series of one key on the right of " + binary);
            }
        }
        List<Point> points = new ArrayList<>();
        for (Point left : answer(binary.left())) {
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
