package dev.shakeout.conformance;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What makes two journals of Chaos Toolkit's format the same: everything but
 *
 * <ul>
 *   <li>times, durations, the host and the version, of which only presence and form are compared;
 *   <li>members called {@code shakeout}, which that tool does not have;
 *   <li>all but the last line of an {@code exception}, and in that what the HTTP library says after "failed to connect
 *       to URL".
 * </ul>
 *
 * <p>The order of runs counts, that of an object's members does not; a member that is null is not one that is missing,
 * and 1 is not 1.0.
 */
final class Journals {
    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)");
    private static final Pattern LIBRARY_WORDS = Pattern.compile("(failed to connect to \\S+:) .*");
    private static final Set<String> NAMES_OF_HERE = Set.of("chaoslib-version", "platform", "node");

    private Journals() {}

    /** The journal as it is compared: a copy, in which what differs from run to run is replaced by its kind. */
    static JsonNode normalised(JsonNode journal) {
        JsonNode copy = finite(journal);
        if (copy instanceof ObjectNode top) {
            for (String key : NAMES_OF_HERE) {
                if (top.path(key).isString() && !top.path(key).asString().isBlank()) {
                    top.put(key, "<text>");
                }
            }
            times(top);
            top.path("run").forEach(Journals::run);
            top.path("rollbacks").forEach(Journals::run);
            top.path("steady_states").forEach(Journals::steadyState);
            top.path("steady_states").path("during").forEach(Journals::steadyState);
        }
        return copy;
    }

    /** A copy in which NaN and the infinities, which JSON does not have, are texts that nobody else writes. */
    private static JsonNode finite(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            ObjectNode copy = Trees.object();
            object.properties().forEach(member -> copy.set(member.getKey(), finite(member.getValue())));
            return copy;
        }
        if (tree instanceof ArrayNode array) {
            ArrayNode copy = Trees.array();
            array.forEach(item -> copy.add(finite(item)));
            return copy;
        }
        boolean infinite = tree instanceof DoubleNode number && !Double.isFinite(number.doubleValue());
        return infinite ? Trees.string("<" + tree.asString() + ">") : tree;
    }

    private static void steadyState(JsonNode state) {
        if (state instanceof ObjectNode object) {
            object.remove("shakeout");
            object.path("probes").forEach(Journals::run);
        }
    }

    private static void run(JsonNode run) {
        if (run instanceof ObjectNode object) {
            times(object);
            if (object.path("exception") instanceof ArrayNode lines) {
                String last = lastLine(lines);
                lines.removeAll().add(last);
            }
        }
    }

    private static void times(ObjectNode object) {
        object.remove("shakeout");
        for (String key : List.of("start", "end")) {
            if (object.path(key).isString()
                    && TIME.matcher(object.path(key).asString()).matches()) {
                object.put(key, "<time>");
            }
        }
        if (object.path("duration").isNumber() && object.path("duration").doubleValue() >= 0) {
            object.put("duration", "<seconds>");
        }
    }

    private static String lastLine(ArrayNode exception) {
        var text = new StringBuilder();
        exception.forEach(line -> text.append(line.asString()));
        String stripped = text.toString().strip();
        String last = stripped.substring(stripped.lastIndexOf('\n') + 1);
        return LIBRARY_WORDS.matcher(last).replaceFirst("$1 ...");
    }

    /** Where the second tree is not like the first, in the order of the first. */
    static List<Difference> differences(JsonNode expected, JsonNode actual) {
        var found = new ArrayList<Difference>();
        compare("", expected, actual, found);
        return found;
    }

    private static void compare(String path, JsonNode expected, JsonNode actual, List<Difference> found) {
        if (expected.isObject() && actual.isObject()) {
            var keys = new LinkedHashSet<>(expected.propertyNames());
            keys.addAll(actual.propertyNames());
            for (String key : keys) {
                compare(path.isEmpty() ? key : path + "." + key, expected.path(key), actual.path(key), found);
            }
        } else if (expected.isArray() && actual.isArray()) {
            for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
                compare(path + "[" + i + "]", expected.path(i), actual.path(i), found);
            }
        } else if (!same(expected, actual)) {
            found.add(new Difference(path, told(expected), told(actual)));
        }
    }

    private static boolean same(JsonNode one, JsonNode other) {
        boolean bothNumbers = one.isIntegralNumber() && other.isIntegralNumber()
                || one.isFloatingPointNumber() && other.isFloatingPointNumber();
        return bothNumbers ? one.decimalValue().compareTo(other.decimalValue()) == 0 : one.equals(other);
    }

    private static String told(JsonNode node) {
        return node.isMissingNode() ? Difference.NOTHING : node.toString();
    }
}
