package io.wellstream.local.status.promql;

import io.wellstream.local.status.promql.Expression.Aggregate;
import io.wellstream.local.status.promql.Expression.Aggregation;
import io.wellstream.local.status.promql.Expression.Binary;
import io.wellstream.local.status.promql.Expression.Grouping;
import io.wellstream.local.status.promql.Expression.Increase;
import io.wellstream.local.status.promql.Expression.Quantile;
import io.wellstream.local.status.promql.Expression.Selector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses one expression by precedence climbing. */
final class ExpressionParser {
    private static final Pattern TOKEN =
            Pattern.compile("\\s*([a-zA-Z_:][a-zA-Z0-9_:]*|\\d+(?:\\.\\d+)?[smhd]?|\"[^\"\\\\]*\""
                    + "|==|!=|>=|<=|=~|!~|[-+*/><=(){}\\[\\],])");
    private static final Pattern DURATION = Pattern.compile("\\d+[smhd]");

    private final String text;
    private final List<String> tokens = new ArrayList<>();
    private int next;

    ExpressionParser(String text) {
        this.text = text;
        Matcher token = TOKEN.matcher(text.strip());
        int end = 0;
        while (token.find() && token.start() == end) {
            tokens.add(token.group(1));
            end = token.end();
        }
        if (end != text.strip().length()) {
            throw malformed("'" + text.strip().substring(end) + "'");
        }
    }

    Expression parse() {
        Expression whole = binary(operand(), 0);
        if (next < tokens.size()) {
            throw malformed("'" + peek() + "'");
        }
        return whole;
    }

    /** The operand with the operators that follow it, as long as they bind tighter than {@code looserThan}. */
    private Expression binary(Expression first, int looserThan) {
        Expression left = first;
        while (true) {
            Optional<Operator> operator = Operator.of(peek()).filter(found -> found.precedence() > looserThan);
            if (operator.isEmpty()) {
                return left;
            }
            next++;
            Grouping key = grouping("on", "ignoring").orElse(Grouping.BY_ALL);
            Expression right = binary(operand(), operator.get().precedence());
            if (left instanceof Expression.Constant && right instanceof Expression.Constant) {
                throw malformed("an operator between two numbers");
            }
            left = new Binary(operator.get(), key, left, right);
        }
    }

    private Expression operand() {
        String token = take();
        if (token.equals("(")) {
            Expression inner = binary(operand(), 0);
            expect(")");
            return inner;
        }
        if (Character.isDigit(token.charAt(0))) {
            return new Expression.Constant(number(token));
        }
        if (!peek().equals("(") && !peek().equals("by") && !peek().equals("without")) {
            return selector(token);
        }
        return switch (token) {
            case "rate" -> increase(true);
            case "increase" -> increase(false);
            case "histogram_quantile" -> quantile();
            default -> aggregate(token);
        };
    }

    private Increase increase(boolean perSecond) {
        expect("(");
        Selector selector = selector(take());
        expect("[");
        String range = take();
        if (!DURATION.matcher(range).matches()) {
            throw malformed("'" + range + "' as a duration");
        }
        expect("]");
        expect(")");
        return new Increase(selector, Durations.parse(range), perSecond);
    }

    private Quantile quantile() {
        expect("(");
        double quantile = number(take());
        expect(",");
        Expression of = binary(operand(), 0);
        expect(")");
        return new Quantile(quantile, of);
    }

    private Aggregate aggregate(String name) {
        Aggregation aggregation = Arrays.stream(Aggregation.values())
                .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(name))
                .findAny()
                .orElseThrow(() -> malformed("the function " + name));
        Optional<Grouping> before = grouping("by", "without");
        expect("(");
        Expression of = binary(operand(), 0);
        expect(")");
        Grouping grouping = before.or(() -> grouping("by", "without")).orElse(Grouping.BY_NOTHING);
        return new Aggregate(aggregation, grouping, of);
    }

    private Optional<Grouping> grouping(String keeping, String dropping) {
        boolean kept = peek().equals(keeping);
        if (!kept && !peek().equals(dropping)) {
            return Optional.empty();
        }
        next++;
        expect("(");
        Set<String> labels = new LinkedHashSet<>();
        while (!peek().equals(")")) {
            labels.add(take());
            skip(",");
        }
        expect(")");
        return Optional.of(new Grouping(kept, labels));
    }

    private Selector selector(String metric) {
        if (!Character.isLetter(metric.charAt(0)) && metric.charAt(0) != '_') {
            throw malformed("'" + metric + "' as a metric");
        }
        List<LabelMatcher> matchers = new ArrayList<>();
        if (skip("{")) {
            while (!skip("}")) {
                String label = take();
                String operator = take();
                String value = take();
                matchers.add(LabelMatcher.of(label, operator, value.substring(1, value.length() - 1)));
                skip(",");
            }
        }
        return new Selector(metric, matchers);
    }

    private double number(String token) {
        try {
            return Double.parseDouble(token);
        } catch (NumberFormatException e) {
            throw malformed("'" + token + "' as a number");
        }
    }

    /** The next token; empty at the end. */
    private String peek() {
        return next < tokens.size() ? tokens.get(next) : "";
    }

    private String take() {
        if (next == tokens.size()) {
            throw malformed("its end");
        }
        return tokens.get(next++);
    }

    private boolean skip(String token) {
        if (!peek().equals(token)) {
            return false;
        }
        next++;
        return true;
    }

    private void expect(String token) {
        if (!skip(token)) {
            throw malformed((peek().isEmpty() ? "its end" : "'" + peek() + "'") + " where '" + token + "' should be");
        }
    }

    private IllegalArgumentException malformed(String what) {
        return new IllegalArgumentException("cannot read " + what + " in the expression: " + text);
    }
}
