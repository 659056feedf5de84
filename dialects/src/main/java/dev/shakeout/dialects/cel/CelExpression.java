package dev.shakeout.dialects.cel;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Expression;
import dev.shakeout.model.Json;
import dev.shakeout.model.Output;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An expression in the Common Expression Language, compiled and checked. */
final class CelExpression implements Expression {
    private final String text;
    private final List<Field> fields;
    private final Map<String, Output.Kind> kinds;
    private final CelRuntime.Program program;
    private final Subject subject;

    /** @param kinds of every field that a reading may have */
    CelExpression(
            String text,
            List<Field> fields,
            Map<String, Output.Kind> kinds,
            CelRuntime.Program program,
            Subject subject) {
        this.text = text;
        this.fields = List.copyOf(fields);
        this.kinds = Map.copyOf(kinds);
        this.program = program;
        this.subject = subject;
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public List<Field> fields() {
        return fields;
    }

    @Override
    public boolean holds(Map<String, Json.Obj> readings) {
        var probes = new HashMap<String, Object>();
        readings.forEach((probe, reading) -> probes.put(probe, reading(reading)));
        try {
            return program.eval(Map.of(subject.all(), probes)) instanceof Boolean answer && answer;
        } catch (CelEvaluationException e) {
            throw new BadValue("the expression has no answer: "
                    + String.valueOf(e.getMessage()).replaceFirst("^evaluation error( at <input>:\\d+)?: ", ""));
        }
    }

    private Map<String, Object> reading(Json.Obj reading) {
        var fields = new HashMap<String, Object>();
        reading.members().forEach((name, value) -> {
            if (value != Json.Null.NULL) { // an absent field is an error to ask for, and has() tells
                boolean isReal = kinds.get(name) == Output.Kind.NUMBER && value instanceof Json.Num;
                fields.put(name, isReal ? ((Json.Num) value).value().doubleValue() : value(value));
            }
        });
        return fields;
    }

    private static Object value(Json json) {
        return switch (json) {
            case Json.Num number when fits(number) -> number.value().longValueExact();
            case Json.Num(BigDecimal number) -> number.doubleValue();
            case Json.Str(String value) -> value;
            case Json.Bool(boolean value) -> value;
            case Json.Arr(var items) -> items.stream().map(CelExpression::value).toList();
            case Json.Obj(var members) -> {
                var map = new LinkedHashMap<String, Object>();
                members.forEach((name, member) -> map.put(name, value(member)));
                yield map;
            }
            case Json.Null.NULL -> dev.cel.common.values.NullValue.NULL_VALUE;
        };
    }

    private static boolean fits(Json.Num number) {
        return number.whole() && number.value().abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
    }

    @Override
    public String toString() {
        return text;
    }
}
