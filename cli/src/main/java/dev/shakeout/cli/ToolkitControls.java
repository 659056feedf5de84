package dev.shakeout.cli;

import dev.shakeout.engine.Controls;
import dev.shakeout.engine.EndsRun;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.model.Activity;
import dev.shakeout.model.ActivityRun;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Journal.Ran;
import dev.shakeout.model.Journal.SteadyState;
import dev.shakeout.model.Json;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Chaos Toolkit's controls: functions of the user's own Python, which keeps their live objects. What they change there
 * comes back with each answer, and counts from then on.
 */
final class ToolkitControls implements Controls {
    private final ControlledExperiment experiment;
    private final ControlCalls calls;
    private final Terminal terminal;
    private final RecordChanges records = new RecordChanges();

    ToolkitControls(ControlledExperiment experiment, ControlCalls calls, Terminal terminal) {
        this.experiment = experiment;
        this.calls = calls;
        this.terminal = terminal;
    }

    /** Makes them ready, before anything is run. */
    void begin() {
        try {
            experiment.begin(calls);
        } catch (ProbeFailed e) {
            experiment.lost();
            complain(e);
        } catch (InterruptedException _) {
            experiment.lost(); // the run is stopped before it has begun
        }
    }

    /**
     * One look of all controls that are due.
     *
     * @return what they have changed; nothing when they could not be asked, which has been told
     */
    private Json.Obj look(String level, String scope, Json.Obj more, boolean patient)
            throws EndsRun, InterruptedException {
        var request = Json.object("do", "control", "level", level, "scope", scope);
        for (var member : more.members().entrySet()) {
            request = request.with(member.getKey(), member.getValue());
        }
        Json.Obj changes = Json.Obj.EMPTY;
        try {
            experiment.begin(calls);
            if (calls.ask(request, "a control " + scope + " " + level, patient) instanceof Json.Obj told) {
                changes = told;
            }
        } catch (EndsRun e) {
            throw e;
        } catch (ProbeFailed e) {
            experiment.lost();
            complain(e);
        }
        try {
            experiment.take(changes);
        } catch (InvalidInput e) {
            throw new EndsRun(
                    "a control " + scope + " " + level + " has changed the experiment into none: " + e.getMessage());
        }
        return changes;
    }

    private static void endIfAsked(Json.Obj changes, String level) throws EndsRun {
        Optional<Json> words = changes.get("ends");
        if (words.isPresent()) {
            throw new EndsRun("a control of the " + level + " ended the run: "
                    + words.get().text());
        }
    }

    private void complain(Exception e) {
        terminal.warn("controls: " + e.getMessage());
    }

    @Override
    public void beforeExperiment() throws EndsRun, InterruptedException {
        endIfAsked(look("experiment", "before", Json.Obj.EMPTY, false), "experiment");
    }

    @Override
    public void before(Part part) throws EndsRun, InterruptedException {
        endIfAsked(look(level(part), "before", Json.Obj.EMPTY, part == Part.ROLLBACKS), level(part));
    }

    @Override
    public boolean afterHypothesis(Optional<SteadyState> state, boolean whole) throws EndsRun, InterruptedException {
        Optional<Json.Obj> written = state.map(records::written)
                .map(known -> whole ? known : known.with("steady_state_met", Json.Null.NULL));
        Json.Obj changes = look("hypothesis", "after", state(written), false);
        boolean met = state.map(SteadyState::met).orElse(false);
        if (whole && state.isPresent()) {
            if (changes.get("state").orElse(Json.Null.NULL) instanceof Json.Obj changed) {
                records.changed(state.get(), written.orElseThrow(), changed);
                met = changed.get("steady_state_met").map(Json::truthy).orElse(met);
            } else {
                records.unchanged(state.get());
            }
        }
        endIfAsked(changes, "hypothesis");
        return met;
    }

    @Override
    public void after(Part part, Optional<List<Ran>> runs) throws EndsRun, InterruptedException {
        Json.Obj changes = look(level(part), "after", state(runs.map(records::written)), true);
        changes.get("state").ifPresent(changed -> records.changed(part, changed));
        endIfAsked(changes, level(part));
    }

    @Override
    public Activity before(Place place, Activity activity) throws EndsRun, InterruptedException {
        Json.Obj changes = look("activity", "before", at(place, activity), place.part() == Part.ROLLBACKS);
        endIfAsked(changes, "activity '" + activity.name() + "'");
        return experiment.activity(place).orElse(activity);
    }

    @Override
    public Optional<ActivityRun> after(Place place, Activity activity, Optional<ActivityRun> run)
            throws EndsRun, InterruptedException {
        Optional<Ran> bare =
                run.map(known -> known.changed(known.status(), known.output())).map(ActivityRun::recorded);
        Optional<Json.Obj> written = bare.map(records::written);
        var request = at(place, activity)
                .with("state", written.<Json>map(json -> json).orElse(Json.Null.NULL));
        Json.Obj changes = look("activity", "after", request, place.part() == Part.ROLLBACKS);
        Optional<ActivityRun> seen = run;
        if (run.isPresent() && changes.get("state").orElse(Json.Null.NULL) instanceof Json.Obj changed) {
            records.changed(bare.orElseThrow(), written.orElseThrow(), changed);
            seen = Optional.of(reread(run.get(), changed));
        }
        endIfAsked(changes, "activity '" + activity.name() + "'");
        return seen;
    }

    /** As it was, unless its output or status is another now. */
    private static ActivityRun reread(ActivityRun run, Json.Obj changed) {
        Json output = changed.get("output").orElse(Json.Null.NULL);
        String word = changed.get("status").map(Json::text).orElse("");
        Optional<ActivityRun.Status> status = List.of(ActivityRun.Status.values()).stream()
                .filter(each -> each.word().equals(word))
                .findFirst();
        return status.equals(run.status()) && output.equals(run.output()) ? run : run.changed(status, output);
    }

    /**
     * The journal as it is to be kept, after the last controls have seen it and cleaned up. Our member of it is ours.
     */
    Json.Obj finish(Journal journal) {
        Json.Obj written = records.written(journal);
        Json.Obj kept = written;
        try {
            Json.Obj changes = look("experiment", "after", state(Optional.of(written)), true);
            if (changes.get("state").orElse(Json.Null.NULL) instanceof Json.Obj changed) {
                kept = changed.with("shakeout", written.get("shakeout").orElse(Json.Null.NULL));
            }
            endIfAsked(changes, "experiment");
        } catch (EndsRun e) {
            complain(e); // it has ended
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        cleanUp();
        return terminal.mask().hide(kept); // a control may write anything
    }

    private void cleanUp() {
        try {
            if (calls.ask(Json.object("do", "cleanup"), "the controls' cleanup", true) instanceof Json.Arr(var told)) {
                told.forEach(words -> terminal.warn(words.text()));
            }
        } catch (ProbeFailed e) {
            complain(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static Json.Obj at(Place place, Activity activity) {
        return Json.object(
                "section",
                place.part().name().toLowerCase(Locale.ROOT),
                "index",
                place.index(),
                "background",
                activity.background());
    }

    private static Json.Obj state(Optional<? extends Json> state) {
        return state.map(known -> Json.object("state", known)).orElse(Json.Obj.EMPTY);
    }

    private static String level(Part part) {
        return switch (part) {
            case HYPOTHESIS -> "hypothesis";
            case METHOD -> "method";
            case ROLLBACKS -> "rollback";
        };
    }
}
