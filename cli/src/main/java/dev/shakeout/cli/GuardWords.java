package dev.shakeout.cli;

import dev.shakeout.model.Guard;
import dev.shakeout.model.Guard.Condition;
import dev.shakeout.model.Json;
import dev.shakeout.model.Span;
import dev.shakeout.report.Tolerances;

/** A guard in a sentence: what halts the run, how often it looks, and what it makes of silence. */
final class GuardWords {
    private GuardWords() {}

    static String of(Guard guard) {
        String first = guard.pace().delay().equals(guard.pace().interval())
                ? ""
                : ", first after " + Span.words(guard.pace().delay());
        String span =
                guard.pace().span().map(time -> ", for " + Span.words(time)).orElse("");
        String blind = switch (guard.unreadable()) {
            case BREACH -> "no answer within " + Span.words(guard.pace().timeout()) + " counts too";
            case IGNORE -> "no answer is ignored";
        };
        String times = guard.failures() == 1 ? "" : " " + guard.failures() + " times in a row";
        return guard.name() + ": halts when " + condition(guard) + times + "; looks every "
                + Span.words(guard.pace().interval()) + first + span + "; " + blind;
    }

    private static String condition(Guard guard) {
        return switch (guard.condition()) {
            case Condition.Missed missed -> {
                Json tolerance = guard.source()
                        .get("tolerance")
                        .or(() -> missed.probe().source().get("tolerance"))
                        .orElse(Json.Null.NULL);
                yield "'" + missed.probe().name() + "' breaks its tolerance (" + Tolerances.words(tolerance) + ")";
            }
            case Condition.Holds holds -> holds.expression().text();
        };
    }
}
