package dev.shakeout.agent;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Reading;
import java.time.Duration;
import java.util.List;

/** What an agent answers, or tells unasked. */
public sealed interface Report {
    /**
     * It is ready.
     *
     * @param facts of where it is: version, kernel, user, capabilities
     */
    record Begun(Json.Obj facts) implements Report {}

    /**
     * What it would do.
     *
     * @param target in words
     * @param rung which way it has chosen
     * @param steps in words
     * @param effect what it measures, in words
     * @param patience how long it may take until the effect can be measured
     * @param momentary whether the fault is over at once
     * @param notes what a person should know
     */
    record Planned(
            String target,
            String rung,
            List<String> steps,
            String effect,
            Duration patience,
            boolean momentary,
            List<String> notes)
            implements Report {
        public Planned {
            steps = List.copyOf(steps);
            notes = List.copyOf(notes);
        }
    }

    record Measured(Reading reading) implements Report {}

    record Judged(boolean bites, boolean gone) implements Report {}

    record Done() implements Report {}

    /** @param words what was not done, and why */
    record Failed(String words) implements Report {}

    /**
     * What came of an undo.
     *
     * @param commands for a person where the agent is; none when nothing is left
     */
    record TakenBack(List<String> commands, String why) implements Report {
        public TakenBack {
            commands = List.copyOf(commands);
        }
    }

    /** Unasked: a fault is no longer what it was to be, or the agent takes everything back by itself. */
    record Lost(String words) implements Report {}

    default Json.Obj json() {
        return switch (this) {
            case Begun(var facts) -> Json.object("report", "begun", "facts", facts);
            case Planned planned ->
                Json.object(
                        "report",
                        "planned",
                        "target",
                        planned.target(),
                        "rung",
                        planned.rung(),
                        "steps",
                        Line.of(planned.steps()),
                        "effect",
                        planned.effect(),
                        "patience",
                        planned.patience().toMillis(),
                        "momentary",
                        planned.momentary(),
                        "notes",
                        Line.of(planned.notes()));
            case Measured(var reading) -> Json.object("report", "measured", "reading", Line.of(reading));
            case Judged(var bites, var gone) -> Json.object("report", "judged", "bites", bites, "gone", gone);
            case Done() -> Json.object("report", "done");
            case Failed(var words) -> Json.object("report", "failed", "words", words);
            case TakenBack(var commands, var why) ->
                Json.object("report", "taken-back", "commands", Line.of(commands), "why", why);
            case Lost(var words) -> Json.object("report", "lost", "words", words);
        };
    }

    /** @throws BadValue it is none, or one that this version does not know */
    static Report read(Json json) {
        var line = new Line(json);
        String report = line.text("report");
        return switch (report) {
            case "begun" -> new Begun(line.object("facts"));
            case "planned" ->
                new Planned(
                        line.text("target"),
                        line.text("rung"),
                        line.texts("steps"),
                        line.text("effect"),
                        line.millis("patience"),
                        line.truth("momentary"),
                        line.texts("notes"));
            case "measured" -> new Measured(line.reading("reading"));
            case "judged" -> new Judged(line.truth("bites"), line.truth("gone"));
            case "done" -> new Done();
            case "failed" -> new Failed(line.text("words"));
            case "taken-back" -> new TakenBack(line.texts("commands"), line.text("why"));
            case "lost" -> new Lost(line.text("words"));
            default -> throw new BadValue("no report is called '" + report + "' in this version");
        };
    }
}
