package io.wellstream.local.status.promql;

import java.util.Arrays;
import java.util.Optional;

/** A binary operator. A higher precedence binds tighter; all are left-associative. */
enum Operator {
    OR("or", 1),
    AND("and", 2),
    UNLESS("unless", 2),
    EQUAL("==", 3),
    NOT_EQUAL("!=", 3),
    GREATER(">", 3),
    LESS("<", 3),
    AT_LEAST(">=", 3),
    AT_MOST("<=", 3),
    PLUS("+", 4),
    MINUS("-", 4),
    TIMES("*", 5),
    OVER("/", 5);

    private final String symbol;
    private final int precedence;

    Operator(String symbol, int precedence) {
        this.symbol = symbol;
        this.precedence = precedence;
    }

    static Optional<Operator> of(String symbol) {
        return Arrays.stream(values())
                .filter(operator -> operator.symbol.equals(symbol))
                .findAny();
    }

    int precedence() {
        return precedence;
    }

    /** Whether it combines sets of series and ignores their values. */
    boolean isOfSets() {
        return precedence <= AND.precedence;
    }

    /** Whether it filters values and changes none. */
    boolean isComparison() {
        return precedence == EQUAL.precedence;
    }

    boolean holds(double left, double right) {
        return switch (this) {
            case EQUAL -> left == right;
            case NOT_EQUAL -> left != right;
            case GREATER -> left > right;
            case LESS -> left < right;
            case AT_LEAST -> left >= right;
            case AT_MOST -> left <= right;
            default -> throw new IllegalStateException(symbol + " is not a comparison");
        };
    }

    double apply(double left, double right) {
        return switch (this) {
            case PLUS -> left + right;
            case MINUS -> left - right;
            case TIMES -> left * right;
            case OVER -> left / right;
            default -> throw new IllegalStateException(symbol + " is not arithmetic");
        };
    }
}
