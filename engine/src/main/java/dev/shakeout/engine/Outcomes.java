package dev.shakeout.engine;

import dev.shakeout.engine.Controls.Place;
import dev.shakeout.model.Activity;
import dev.shakeout.model.ActivityRun;
import dev.shakeout.model.ActivityRun.Status;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Dry;
import dev.shakeout.model.Expression;
import dev.shakeout.model.Json;
import dev.shakeout.model.Output;
import dev.shakeout.model.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

/** What the activities of a method have come to, for those that wait for them or ask about them. */
final class Outcomes {
    private final List<Activity> method;
    private final Dry dry;
    /** Of each entry of the method; empty when it was cut short or did not begin. */
    private final List<CompletableFuture<Optional<ActivityRun>>> ends;

    Outcomes(List<Activity> method, Dry dry) {
        this.method = method;
        this.dry = dry;
        this.ends = method.stream()
                .map(_ -> new CompletableFuture<Optional<ActivityRun>>())
                .toList();
    }

    /** What becomes of an activity whose turn has come. */
    sealed interface Decision {
        record Go() implements Decision {}

        record Skip(String why) implements Decision {}

        /** Nobody can say whether it is to be carried out. */
        record Unanswered(String why) implements Decision {}
    }

    void ended(Place place, ActivityRun run) {
        ends.get(place.index()).complete(Optional.of(run));
    }

    /** Whatever has become of it, nobody waits for it any longer. */
    void over(Place place) {
        ends.get(place.index()).complete(Optional.empty());
    }

    /**
     * Waits for what an activity waits for. Only activities before it can be meant, so no two wait for each other.
     *
     * @return empty when one of those was cut short
     */
    Optional<Decision> await(Place place, Activity.Cue cue) throws InterruptedException {
        var latest = new LinkedHashMap<String, ActivityRun>();
        for (String name : cue.awaited()) {
            for (int i : before(place, name)) {
                Optional<ActivityRun> run = end(i);
                if (run.isEmpty()) {
                    return Optional.empty();
                }
                latest.put(name, run.get());
            }
        }
        return Optional.of(cue.condition()
                .map(expression -> decide(expression, cue.asked(), latest))
                .orElseGet(Decision.Go::new));
    }

    /** A probe may be read several times. */
    private int[] before(Place place, String name) {
        return IntStream.range(0, place.index())
                .filter(i -> method.get(i).name().equals(name))
                .toArray();
    }

    private Optional<ActivityRun> end(int index) throws InterruptedException {
        try {
            return ends.get(index).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private Decision decide(Expression expression, List<String> asked, Map<String, ActivityRun> runs) {
        var readings = new LinkedHashMap<String, Json.Obj>();
        asked.forEach(name -> Optional.ofNullable(runs.get(name)).ifPresent(run -> readings.put(name, reading(run))));
        try {
            return expression.holds(readings)
                    ? new Decision.Go()
                    : new Decision.Skip("its condition does not hold: " + expression.text() + " ("
                            + Alarm.numbers(expression, readings) + ")");
        } catch (BadValue e) {
            return runs.values().stream()
                    .filter(run -> asked.contains(run.activity().name()))
                    .filter(this::gaveNothing)
                    .findFirst()
                    .<Decision>map(run -> new Decision.Skip("its condition asks what '"
                            + run.activity().name() + "' gave, which was "
                            + (run.isSkipped() ? "skipped" : "only pretended") + ": " + expression.text()))
                    .orElseGet(() -> new Decision.Unanswered(
                            "its condition has no answer: " + expression.text() + ": " + e.getMessage()));
        }
    }

    private boolean gaveNothing(ActivityRun run) {
        return run.isSkipped() || dry.skips(run.activity());
    }

    private static Json.Obj reading(ActivityRun run) {
        var fields = new LinkedHashMap<String, Json>();
        fields.put(Output.SKIPPED, Json.of(run.isSkipped()));
        fields.put(Output.FAILED, Json.of(run.status().equals(Optional.of(Status.FAILED))));
        fields.put(Output.ERROR, Json.of(run.isSkipped() ? "" : run.error().orElse("")));
        fields.put(Output.MILLIS, Json.of(Span.millis(run.duration())));
        fields.put(Output.VALUE, run.output());
        run.judgement().ifPresent(judgement -> fields.put(Output.MET, Json.of(judgement.met())));
        if (run.output() instanceof Json.Obj(var members)) {
            members.forEach((name, member) -> fields.put(Output.fieldName(name), member));
        }
        return new Json.Obj(fields);
    }
}
