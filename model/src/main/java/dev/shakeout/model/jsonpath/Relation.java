package dev.shakeout.model.jsonpath;

import dev.shakeout.model.Json;
import dev.shakeout.model.PythonValue;

/** How two values may stand to each other. Only numbers, and truth as 0 and 1, are less or greater. */
enum Relation {
    EQUAL("="),
    NOT_EQUAL("!="),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">=");

    final String sign;

    Relation(String sign) {
        this.sign = sign;
    }

    boolean holds(Json left, Json right) {
        return switch (this) {
            case EQUAL -> PythonValue.same(left, right);
            case NOT_EQUAL -> !PythonValue.same(left, right);
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                PythonValue.isNumber(left)
                        && PythonValue.isNumber(right)
                        && ordered(PythonValue.compareNumbers(left, right));
        };
    }

    private boolean ordered(int order) {
        return switch (this) {
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
        };
    }
}
