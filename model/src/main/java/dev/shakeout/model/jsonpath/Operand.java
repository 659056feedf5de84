package dev.shakeout.model.jsonpath;

import dev.shakeout.model.Json;

/** One side of a comparison, or an argument of a function. */
sealed interface Operand {
    record Literal(Json value) implements Operand {}

    record Found(Path path) implements Operand {}
}
