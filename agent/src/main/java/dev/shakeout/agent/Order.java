package dev.shakeout.agent;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Reading;
import java.time.Duration;

/** What a run asks of an agent. Each is answered with one {@link Report}. */
public sealed interface Order {
    /**
     * The first of all: nothing is injected before. Answered with {@link Report.Begun}.
     *
     * @param name of the agent's ledger; letters, digits and dashes
     * @param lease without any order for this long, the agent takes everything back and ends
     */
    record Begin(String name, Duration lease) implements Order {}

    /**
     * Find the target and the best way to bring a fault about. Answered with {@link Report.Planned}, or {@link
     * Report.Failed} when there is none.
     *
     * @param injection what it is called from here on
     * @param arguments as an experiment would have them
     */
    record Plan(String injection, String fault, Json.Obj arguments, Aim aim) implements Order {}

    /** Measure the effect. Answered with {@link Report.Measured}. */
    record Measure(String injection) implements Order {}

    /** Say whether readings show the fault, and whether they show that it is gone. Answered with {@link Report.Judged}. */
    record Judge(String injection, Reading before, Reading now) implements Order {}

    /** Answered with {@link Report.Done}, or {@link Report.Failed}: then it is still to be taken back. */
    record Inject(String injection) implements Order {}

    /** Answered with {@link Report.TakenBack}; may be repeated. What was taken back is not injected again. */
    record TakeBack(String injection) implements Order {}

    /**
     * Needs no {@link Begin}, and none may follow: wait until nothing is left of a ledger, whoever kept it here. Answered with
     * {@link Report.TakenBack}.
     */
    record Settle(String name) implements Order {}

    /**
     * Said by the server itself in a run's channel, as the run is to halt: everything is taken back at once, and nothing more is
     * injected. The agent goes on to answer, so that the run finds nothing left, and can measure that. Answered with {@link
     * Report.TakenBack}.
     */
    record Halt() implements Order {}

    /** A sign of life. */
    record Alive() implements Order {}

    /** Everything is taken back and the agent ends. Answered with {@link Report.TakenBack}. */
    record Bye() implements Order {}

    default Json.Obj json() {
        return switch (this) {
            case Begin(var name, var lease) -> Json.object("order", "begin", "name", name, "lease", lease.toMillis());
            case Plan(var injection, var fault, var arguments, var aim) ->
                of("plan", injection)
                        .with("fault", Json.of(fault))
                        .with("arguments", arguments)
                        .with("aim", aim.json());
            case Measure(var injection) -> of("measure", injection);
            case Judge(var injection, var before, var now) ->
                of("judge", injection).with("before", Line.of(before)).with("now", Line.of(now));
            case Inject(var injection) -> of("inject", injection);
            case TakeBack(var injection) -> of("take-back", injection);
            case Settle(var name) -> Json.object("order", "settle", "name", name);
            case Halt() -> Json.object("order", "halt");
            case Alive() -> Json.object("order", "alive");
            case Bye() -> Json.object("order", "bye");
        };
    }

    private static Json.Obj of(String order, String injection) {
        return Json.object("order", order, "injection", injection);
    }

    /** @throws BadValue it is none, or one that this version does not know */
    static Order read(Json json) {
        var line = new Line(json);
        String order = line.text("order");
        return switch (order) {
            case "begin" -> new Begin(line.text("name"), line.millis("lease"));
            case "plan" ->
                new Plan(
                        line.text("injection"),
                        line.text("fault"),
                        line.object("arguments"),
                        Aim.read(line.object("aim")));
            case "measure" -> new Measure(line.text("injection"));
            case "judge" -> new Judge(line.text("injection"), line.reading("before"), line.reading("now"));
            case "inject" -> new Inject(line.text("injection"));
            case "take-back" -> new TakeBack(line.text("injection"));
            case "settle" -> new Settle(line.text("name"));
            case "halt" -> new Halt();
            case "alive" -> new Alive();
            case "bye" -> new Bye();
            default -> throw new BadValue("no order is called '" + order + "' in this version");
        };
    }
}
