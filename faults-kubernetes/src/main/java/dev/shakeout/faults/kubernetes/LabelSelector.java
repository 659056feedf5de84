package dev.shakeout.faults.kubernetes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A label selector that is decided here as the API server decides it
 * (https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors).
 */
record LabelSelector(List<Predicate<Map<String, String>>> requirements) {
    private static final String KEY = "\\s*([A-Za-z0-9](?:[A-Za-z0-9._/-]*[A-Za-z0-9])?)\\s*";
    private static final String VALUE = "\\s*([A-Za-z0-9._-]*)\\s*";
    private static final Pattern EQUALS = Pattern.compile(KEY + "(==?|!=)" + VALUE);
    private static final Pattern AMONG = Pattern.compile(
            "\\s*([A-Za-z0-9](?:[A-Za-z0-9._/-]*[A-Za-z0-9])?)\\s+(in|notin)\\s*\\(([A-Za-z0-9._,\\s-]*)\\)\\s*");
    private static final Pattern EXISTS = Pattern.compile("\\s*(!?)" + KEY);
    /** Commas within brackets separate values. */
    private static final Pattern BETWEEN = Pattern.compile(",(?![^(]*\\))");

    LabelSelector {
        requirements = List.copyOf(requirements);
    }

    /** Empty for one that is left to the server: it has a comparison of numbers in it, or a mistake. */
    static Optional<LabelSelector> read(String text) {
        var requirements = new ArrayList<Predicate<Map<String, String>>>();
        for (String part : text.isBlank() ? new String[0] : BETWEEN.split(text, -1)) {
            var requirement = requirement(part);
            if (requirement.isEmpty()) {
                return Optional.empty();
            }
            requirements.add(requirement.get());
        }
        return Optional.of(new LabelSelector(requirements));
    }

    private static Optional<Predicate<Map<String, String>>> requirement(String part) {
        Matcher among = AMONG.matcher(part);
        if (among.matches()) {
            Set<String> values = Arrays.stream(among.group(3).split(",", -1))
                    .map(String::strip)
                    .collect(Collectors.toSet());
            return Optional.of(isAmong(among.group(1), values, among.group(2).equals("in")));
        }
        Matcher equal = EQUALS.matcher(part);
        if (equal.matches()) {
            return Optional.of(isAmong(
                    equal.group(1), Set.of(equal.group(3)), !equal.group(2).equals("!=")));
        }
        Matcher exists = EXISTS.matcher(part);
        if (exists.matches()) {
            boolean there = exists.group(1).isEmpty();
            return Optional.of(labels -> labels.containsKey(exists.group(2)) == there);
        }
        return Optional.empty();
    }

    /** What has no such label is among none. */
    private static Predicate<Map<String, String>> isAmong(String key, Set<String> values, boolean wanted) {
        return labels -> {
            String value = labels.get(key);
            return (value != null && values.contains(value)) == wanted;
        };
    }

    boolean matches(Map<String, String> labels) {
        return requirements.stream().allMatch(requirement -> requirement.test(labels));
    }
}
