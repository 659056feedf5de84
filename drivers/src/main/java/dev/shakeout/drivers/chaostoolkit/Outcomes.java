package dev.shakeout.drivers.chaostoolkit;

import dev.shakeout.engine.Effect.Outcome;
import dev.shakeout.model.Json;
import dev.shakeout.model.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a run of Chaos Toolkit came to, in the words of a verdict. What it hides behind "completed" is told. */
final class Outcomes {
    private Outcomes() {}

    /** Empty when it came to its end, and nothing was wrong. */
    static Optional<Outcome> of(Drive drive) {
        Course course = drive.course();
        if (course.cut()) {
            return cut(drive, course);
        }
        Optional<Json.Obj> journal = course.journal();
        if (journal.isEmpty()) {
            return Optional.of(new Outcome(
                    Verdict.FAILED,
                    "Chaos Toolkit ended without a journal of " + drive.file()
                            + course.status()
                                    .map(status -> ", with status " + status)
                                    .orElse("") + ": "
                            + Said.complaints(course.said())));
        }
        return journal(drive.file(), course, journal.get());
    }

    /** Without a steady state of its own it has nothing to say that would be missed. */
    private static Optional<Outcome> cut(Drive drive, Course course) {
        if (!course.look().judges()) {
            return Optional.empty();
        }
        return Optional.of(new Outcome(
                Verdict.INCONCLUSIVE,
                "Chaos Toolkit was " + (course.killed() ? "killed" : "stopped") + " before it came to the end of "
                        + drive.file()
                        + ", so what its steady state has to say is not known; where that was not meant, wait for it by"
                        + " a probe of the kind chaostoolkit, or give the fault a longer duration"));
    }

    private static Optional<Outcome> journal(String file, Course course, Json.Obj journal) {
        String status = text(journal, "status");
        String of = "Chaos Toolkit's run of " + file + " ";
        if (status.equals("aborted") || status.equals("failed")) {
            return Optional.of(new Outcome(Verdict.FAILED, of + "ended as " + status + ": " + why(course)));
        }
        if (status.equals("interrupted")) {
            return Optional.of(new Outcome(Verdict.ABORTED, of + "was interrupted by somebody else: " + why(course)));
        }
        if (is(journal, "deviated")) {
            return Optional.of(new Outcome(Verdict.DEVIATED, of + "deviated: " + missed(journal, "after")));
        }
        if (!met(state(journal, "before"))) {
            return Optional.of(
                    new Outcome(Verdict.INCONCLUSIVE, of + "has done nothing: " + missed(journal, "before")));
        }
        if (!list(state(journal), "during").stream().allMatch(Outcomes::met)) {
            return Optional.of(
                    new Outcome(Verdict.DEVIATED, of + "deviated while its method ran: " + missed(journal, "during")));
        }
        return Stream.of("run", "rollbacks")
                .flatMap(part -> list(journal, part).stream()
                        .filter(each -> text(each, "status").equals("failed")))
                .findFirst()
                .map(each ->
                        new Outcome(Verdict.FAILED, of + "went on although '" + name(each) + "' failed: " + why(each)))
                .or(() -> course.status()
                        .filter(code -> code != 0)
                        .map(code ->
                                new Outcome(Verdict.FAILED, of + "ended with status " + code + ": " + why(course))));
    }

    /** The errors that it has told of. */
    static String why(Course course) {
        return Said.complaints(course.said());
    }

    private static String why(Json.Obj run) {
        List<Json> lines =
                run.get("exception").orElse(Json.Null.NULL) instanceof Json.Arr(var items) ? items : List.of();
        return lines.isEmpty() ? "it gives no reason" : lines.getLast().text().strip();
    }

    private static String missed(Json.Obj journal, String when) {
        Stream<Json.Obj> states =
                when.equals("during") ? list(state(journal), when).stream() : Stream.of(state(journal, when));
        return states.flatMap(state -> list(state, "probes").stream())
                .filter(probe -> !is(probe, "tolerance_met"))
                .findFirst()
                .map(probe -> "its probe '" + name(probe) + "' is not in its tolerance " + when + " the method, but "
                        + shortened(probe.get("output").orElse(Json.Null.NULL).compact()))
                .orElse("its steady state is not met " + when + " the method");
    }

    private static Json.Obj state(Json.Obj journal) {
        return object(journal, "steady_states");
    }

    private static Json.Obj state(Json.Obj journal, String when) {
        return object(state(journal), when);
    }

    /** One that was not looked at is not missed. */
    private static boolean met(Json.Obj state) {
        return state.get("steady_state_met")
                .map(met -> met.equals(Json.of(true)))
                .orElse(true);
    }

    private static String name(Json.Obj run) {
        return text(object(run, "activity"), "name");
    }

    private static Json.Obj object(Json.Obj parent, String name) {
        return parent.get(name).orElse(Json.Null.NULL) instanceof Json.Obj object ? object : Json.Obj.EMPTY;
    }

    private static List<Json.Obj> list(Json.Obj parent, String name) {
        return parent.get(name).orElse(Json.Null.NULL) instanceof Json.Arr(var items)
                ? items.stream()
                        .flatMap(item -> item instanceof Json.Obj object ? Stream.of(object) : Stream.empty())
                        .toList()
                : List.of();
    }

    private static String text(Json.Obj parent, String name) {
        return parent.get(name).map(Json::text).orElse("");
    }

    private static boolean is(Json.Obj parent, String name) {
        return parent.get(name).equals(Optional.of(Json.of(true)));
    }

    private static String shortened(String text) {
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }
}
