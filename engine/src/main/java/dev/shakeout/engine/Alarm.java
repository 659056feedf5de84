package dev.shakeout.engine;

import dev.shakeout.engine.Watched.Sight;
import dev.shakeout.model.Activity;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Expression;
import dev.shakeout.model.Guard;
import dev.shakeout.model.Guard.Condition;
import dev.shakeout.model.Json;
import dev.shakeout.model.Judgement;
import dev.shakeout.model.Numbers;
import dev.shakeout.model.Output;
import dev.shakeout.model.Span;
import dev.shakeout.model.Tolerance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Judges what a guard sees. Not met is a breach; without enough to say, a look counts neither way. */
final class Alarm {
    private static final int LONGEST_QUOTE = 80;

    private final Guard guard;

    Alarm(Guard guard) {
        this.guard = guard;
    }

    /** @param sights by the probe's name */
    Judgement judge(Map<String, Sight> sights) {
        Optional<String> tooEarly = sights.values().stream()
                .flatMap(sight -> sight instanceof Sight.TooEarly(String why)
                        ? Optional.of(why).stream()
                        : Optional.<String>empty().stream())
                .findFirst();
        if (tooEarly.isPresent()) {
            return Judgement.tooLittle(tooEarly.get());
        }
        return switch (guard.condition()) {
            case Condition.Missed missed -> missed(missed, sights);
            case Condition.Holds holds -> holds(holds, sights);
        };
    }

    private Judgement unreadable(String why) {
        return switch (guard.unreadable()) {
            case BREACH -> Judgement.of(false, why);
            case IGNORE -> Judgement.tooLittle(why);
        };
    }

    private Judgement missed(Condition.Missed condition, Map<String, Sight> sights) {
        return switch (sights.get(condition.probe().name())) {
            case Sight.Output output -> Judge.judge(output.value(), anyCount(condition.tolerance()));
            case Sight.Nothing(String why) -> unreadable(why);
            case Sight.TooEarly(String why) -> Judgement.tooLittle(why);
            case null -> throw new IllegalStateException(condition.probe().name() + " was not looked at");
        };
    }

    /** A probe that could not be read is a breach, unless the expression asks about just that. */
    private Judgement holds(Condition.Holds condition, Map<String, Sight> sights) {
        Expression expression = condition.expression();
        var readings = new LinkedHashMap<String, Json.Obj>();
        var blind = new ArrayList<String>();
        for (Activity.Probe probe : condition.probes()) {
            Sight sight = sights.getOrDefault(probe.name(), new Sight.Nothing("not looked at"));
            readings.put(probe.name(), reading(probe, sight));
            boolean asked = expression.fields().contains(new Expression.Field(probe.name(), Output.FAILED));
            if (sight instanceof Sight.Nothing(String why) && !asked) {
                blind.add("'" + probe.name() + "': " + why);
            }
        }
        if (!blind.isEmpty()) {
            return unreadable(String.join("; ", blind));
        }
        try {
            return Judgement.of(!expression.holds(readings), numbers(expression, readings));
        } catch (BadValue e) {
            return unreadable(e.getMessage());
        }
    }

    private static Json.Obj reading(Activity.Probe probe, Sight sight) {
        var fields = new LinkedHashMap<String, Json>();
        fields.put(Output.FAILED, Json.of(!(sight instanceof Sight.Output)));
        switch (sight) {
            case Sight.Output(Json value, var took) -> {
                fields.put(Output.ERROR, Json.of(""));
                fields.put(Output.MILLIS, Json.of(Span.millis(took)));
                fields.put(Output.VALUE, value);
                probe.tolerance()
                        .filter(tolerance -> !(tolerance instanceof Tolerance.ByProbe)) // nobody asks for it
                        .ifPresent(tolerance -> fields.put(
                                Output.MET,
                                Json.of(Judge.judge(value, anyCount(tolerance)).met())));
                if (value instanceof Json.Obj(var members)) {
                    members.forEach((name, member) -> fields.put(Output.fieldName(name), member));
                }
            }
            case Sight.Nothing(String why) -> {
                fields.put(Output.ERROR, Json.of(why));
                fields.put(Output.MET, Json.of(false));
            }
            case Sight.TooEarly _ -> {}
        }
        return new Json.Obj(fields);
    }

    /** "orders: p95 812, errorRate 3.2; health: status 503". */
    static String numbers(Expression expression, Map<String, Json.Obj> readings) {
        Map<String, List<String>> shown = expression.fields().stream()
                .distinct()
                .collect(Collectors.groupingBy(
                        Expression.Field::probe,
                        LinkedHashMap::new,
                        Collectors.mapping(field -> field.name() + " " + shown(field, readings), Collectors.toList())));
        return shown.entrySet().stream()
                .map(probe -> probe.getKey() + ": " + String.join(", ", probe.getValue()))
                .collect(Collectors.joining("; "));
    }

    private static String shown(Expression.Field field, Map<String, Json.Obj> readings) {
        Optional<Json> value = Optional.ofNullable(readings.get(field.probe())).flatMap(r -> r.get(field.name()));
        String text = value.map(json ->
                        json instanceof Json.Num(var number) ? Numbers.brief(number.doubleValue()) : json.text())
                .orElse("unknown");
        return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…";
    }

    /** One second may hold fewer samples than a verdict needs, and a guard must not wait for more. */
    private static Tolerance anyCount(Tolerance tolerance) {
        return tolerance instanceof Tolerance.Slo slo ? slo.withAnyCount() : tolerance;
    }
}
