package dev.shakeout.dialects.foreign;

import dev.shakeout.dialects.foreign.PodCriteria.Expression;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A label selector as kubectl takes it: app=web, tier in (front, back), !canary. */
public record LabelText(Map<String, String> labels, List<Expression> expressions) {
    public static final Type<LabelText> TYPE = new Kind();

    /** Matches everything. */
    public static final LabelText NONE = new LabelText(Map.of(), List.of());

    public boolean isEmpty() {
        return labels.isEmpty() && expressions.isEmpty();
    }

    /** As kubectl takes it. */
    public String text() {
        return Stream.concat(
                        labels.entrySet().stream().map(label -> label.getKey() + "=" + label.getValue()),
                        expressions.stream().map(Expression::text))
                .collect(Collectors.joining(","));
    }

    /** Whether what has these labels matches. */
    boolean holds(Map<String, String> its) {
        return its.entrySet().containsAll(labels.entrySet())
                && expressions.stream().allMatch(expression -> expression.holds(its));
    }

    private static final class Kind implements Type<LabelText> {
        private static final Pattern PART = Pattern.compile(",(?![^(]*\\))");
        private static final String KEY = "([A-Za-z0-9][-A-Za-z0-9_./]{0,316})";
        private static final String WORD = "([-A-Za-z0-9_.]{0,63})";
        private static final Pattern EQUALS = Pattern.compile(KEY + "\\s*==?\\s*" + WORD);
        private static final Pattern DIFFERS = Pattern.compile(KEY + "\\s*!=\\s*" + WORD);
        private static final Pattern AMONG = Pattern.compile(KEY + "\\s+(in|notin)\\s*\\(([-A-Za-z0-9_., ]*)\\)");
        private static final Pattern BARE = Pattern.compile("(!?)\\s*" + KEY);

        @Override
        public String name() {
            return "selector";
        }

        @Override
        public String allowed() {
            return "a label selector such as app=web or tier in (front, back)";
        }

        @Override
        public LabelText parse(Json json) {
            if (json instanceof Json.Obj || json instanceof Json.Arr) {
                throw new BadValue("found " + json.kind() + " where text belongs");
            }
            var labels = new LinkedHashMap<String, String>();
            var expressions = new ArrayList<Expression>();
            for (String part : PART.split(json.text(), -1)) {
                part(part.strip(), labels, expressions);
            }
            return new LabelText(labels, expressions);
        }

        private static void part(String part, Map<String, String> labels, List<Expression> expressions) {
            var equal = EQUALS.matcher(part);
            var differs = DIFFERS.matcher(part);
            var among = AMONG.matcher(part);
            var bare = BARE.matcher(part);
            if (equal.matches()) {
                labels.put(equal.group(1), equal.group(2));
            } else if (differs.matches()) {
                expressions.add(new Expression(differs.group(1), "NotIn", List.of(differs.group(2))));
            } else if (among.matches()) {
                List<String> values = Arrays.stream(among.group(3).split(",", -1))
                        .map(String::strip)
                        .toList();
                expressions.add(new Expression(among.group(1), among.group(2).equals("in") ? "In" : "NotIn", values));
            } else if (bare.matches()) {
                expressions.add(
                        new Expression(bare.group(2), bare.group(1).isEmpty() ? "Exists" : "DoesNotExist", List.of()));
            } else {
                throw new BadValue("'" + part + "' is no label selector");
            }
        }

        @Override
        public Json.Obj schema() {
            return Json.object("type", "string");
        }
    }
}
