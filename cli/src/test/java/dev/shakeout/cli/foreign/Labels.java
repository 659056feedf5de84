package dev.shakeout.cli.foreign;

import dev.shakeout.model.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Labels that a target asks for.
 *
 * @param wanted of one that is selected
 * @param unwanted of one that is not, though it has those besides; empty where nothing is left out
 */
record Labels(Map<String, String> wanted, Map<String, String> unwanted) {
    private static final Pattern REQUIREMENT = Pattern.compile("(?:[^,(]|\\([^)]*\\))+");
    private static final Pattern IN = Pattern.compile("(\\S+) (in|notin) \\(\\s*([^,)\\s]+).*\\)");
    private static final Pattern EQUALS = Pattern.compile("([^\\s=!]+)\\s*(==?|!=)\\s*(\\S+)");
    private static final Pattern THERE = Pattern.compile("(!?)([^\\s=!]+)");

    static Labels of(Json.Obj target) {
        var labels = new Labels(new LinkedHashMap<>(), new LinkedHashMap<>());
        target.get("labels")
                .map(Json.Obj.class::cast)
                .ifPresent(given -> given.members().forEach((key, value) -> labels.wanted.put(key, value.text())));
        labels.requireAll(target.get("selector"));
        return labels;
    }

    /** Those of pods by which a node is found. */
    static Labels ofPods(Json.Obj node) {
        var labels = new Labels(new LinkedHashMap<>(), new LinkedHashMap<>());
        labels.requireAll(node.get("pod-selector"));
        return labels;
    }

    private void requireAll(Optional<Json> selector) {
        Matcher requirements = REQUIREMENT.matcher(selector.map(Json::text).orElse(""));
        while (requirements.find()) {
            require(requirements.group().strip());
        }
    }

    private void require(String requirement) {
        Matcher in = IN.matcher(requirement);
        Matcher equals = EQUALS.matcher(requirement);
        Matcher there = THERE.matcher(requirement);
        if (in.matches()) {
            (in.group(2).equals("in") ? wanted : unwanted).put(in.group(1), in.group(3));
        } else if (equals.matches()) {
            (equals.group(2).equals("!=") ? unwanted : wanted).put(equals.group(1), equals.group(3));
        } else if (there.matches()) {
            (there.group(1).isEmpty() ? wanted : unwanted).put(there.group(2), "yes");
        } else {
            throw new IllegalArgumentException("who can make labels for '" + requirement + "'?");
        }
    }

    /** Of something that lacks nothing but is left out. */
    Optional<Map<String, String>> ofOneLeftOut() {
        if (unwanted.isEmpty()) {
            return Optional.empty();
        }
        var labels = new LinkedHashMap<>(wanted);
        labels.putAll(unwanted);
        return Optional.of(labels);
    }
}
