package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.JsonReader;
import dev.shakeout.dialects.foreign.Act;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an activity of ours waits for, with all that its place in the method means: the opposite of {@link Strand}.
 *
 * @param after names of the activities with whose end it begins; none for what begins with the method
 * @param condition as our format has it; "" for none
 */
record OwnCue(Set<String> after, String condition) {
    static final Field AFTER = Field.kept("after", "the order of templates, by Serial and Parallel")
            .or(new Fidelity.NotSupported(
                    "templates begin when all that is beside each other before them has ended, and not with the end of this;"
                            + " have it wait for the last of all that is above it, or for a pod-run alone"));
    static final Field IF = Field.kept("if", "spec.templates[].conditionalBranches[] of the Task that it asks about")
            .or(new Fidelity.NotSupported(
                    "only a Task decides there, by its exitCode and stdout and nothing else; ask about one pod-run with whose end"
                            + " it begins"));
    private static final Pattern ASKED = Pattern.compile("activities\\[(\"(?:[^\"\\\\]|\\\\.)*\")\\]");

    /** When something begins: so long after a cue. */
    record Moment(OwnCue cue, Duration offset) {}

    static boolean isIn(Act act) {
        return !after(act).isEmpty() || !condition(act).isEmpty();
    }

    private static List<String> after(Act act) {
        return act.activity().look(AFTER, Type.texts()).orElse(List.of());
    }

    private static String condition(Act act) {
        return act.activity().look(IF).map(value -> value.json().text()).orElse("");
    }

    /** Goes through a method from top to bottom. */
    static final class Walk {
        private final Map<String, Set<String>> ended = new HashMap<>();
        /** In the foreground, so that they have ended whatever comes next. */
        private final Set<String> passed = new HashSet<>();

        private Moment now = new Moment(new OwnCue(Set.of(), ""), Duration.ZERO);

        /**
         * Where an activity begins; what comes next begins accordingly.
         *
         * @param lasts empty for what nobody knows beforehand
         * @return empty where that is not one moment
         */
        Optional<Moment> next(Act act, Optional<Duration> lasts) {
            Set<String> own = latest(own(act));
            Optional<Moment> begin = begin(own, condition(act), act.pause());
            begin.ifPresent(moment -> {
                Set<String> before = new HashSet<>(moment.cue().after());
                moment.cue().after().forEach(name -> before.addAll(ended.getOrDefault(name, Set.of())));
                ended.put(act.name(), before);
                if (!isInBackground(act)) {
                    passed.add(act.name());
                    boolean known =
                            lasts.isPresent() && moment.cue().condition().isEmpty();
                    now = known
                            ? new Moment(
                                    moment.cue(),
                                    moment.offset().plus(lasts.get()).plus(act.pauseAfter()))
                            : new Moment(new OwnCue(Set.of(act.name()), ""), act.pauseAfter());
                }
            });
            return begin;
        }

        private Optional<Moment> begin(Set<String> own, String condition, Duration pause) {
            Set<String> reached = now.cue().after();
            Set<String> over = all(reached);
            over.addAll(all(passed));
            if (over.containsAll(own)) {
                return Optional.of(
                        new Moment(new OwnCue(reached, condition), now.offset().plus(pause)));
            }
            return now.offset().isZero() && all(own).containsAll(reached)
                    ? Optional.of(new Moment(new OwnCue(own, condition), pause))
                    : Optional.empty();
        }

        private Set<String> all(Set<String> names) {
            Set<String> all = new HashSet<>(names);
            names.forEach(name -> all.addAll(ended.getOrDefault(name, Set.of())));
            return all;
        }

        /** Without those that others of them have waited for. */
        private Set<String> latest(Set<String> names) {
            Set<String> last = new LinkedHashSet<>(names);
            names.forEach(name -> last.removeAll(ended.getOrDefault(name, Set.of())));
            return last;
        }

        private static Set<String> own(Act act) {
            Set<String> own = new LinkedHashSet<>(after(act));
            var asked = ASKED.matcher(condition(act));
            while (asked.find()) {
                own.add(JsonReader.read("if", asked.group(1)).text());
            }
            return own;
        }
    }

    private static boolean isInBackground(Act act) {
        return act.activity()
                .look(new Field("background", List.of()), Type.bool())
                .orElse(false);
    }

    /** Its own question, where some are answered already; the same as {@link Strand} puts them together. */
    static String own(String condition, List<String> answered) {
        String before = String.join(") && (", answered);
        if (condition.equals(answered.size() > 1 ? "(" + before + ")" : before)) {
            return "";
        }
        String prefix = "(" + before + ") && (";
        return !answered.isEmpty() && condition.startsWith(prefix) && condition.endsWith(")")
                ? condition.substring(prefix.length(), condition.length() - 1)
                : condition;
    }
}
