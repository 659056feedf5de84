package dev.shakeout.engine;

import dev.shakeout.model.ActivityRun;
import dev.shakeout.model.Event;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Phase;
import dev.shakeout.model.Rules;
import dev.shakeout.model.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What Chaos Toolkit would say of the same events (chaoslib/run.py): one of four words, and whether the system deviated.
 * A gate that was missed is "completed" there; a probe that could not be read is "failed"; only the check after the
 * method makes a deviation. What that tool cannot end in, ours is nearest to: a guard's halt is interrupted, a refusal is
 * failed, what could not be taken back is aborted.
 */
final class ToolkitStatus {
    private final Map<Phase, List<ActivityRun>> checked = new EnumMap<>(Phase.class);
    private Rules rules = Rules.SHAKEOUT;
    private String status = Journal.Toolkit.COMPLETED;
    private boolean deviated;

    void on(Event event) {
        switch (event) {
            case Event.RunStarted e -> rules = e.experiment().rules();
            case Event.PhaseStarted e -> checked.put(e.phase(), new ArrayList<>());
            case Event.ProbeChecked e ->
                checked.computeIfAbsent(e.phase(), _ -> new ArrayList<>()).add(e.run());
            case Event.SteadyStateJudged e -> judged(e);
            case Event.Interrupted _, Event.GuardTripped _ -> status = Journal.Toolkit.INTERRUPTED;
            case Event.NotTakenBack _ -> status = Journal.Toolkit.ABORTED;
            case Event.Concluded e -> concluded(e.verdict());
            default -> {}
        }
    }

    private void judged(Event.SteadyStateJudged e) {
        List<ActivityRun> runs = checked.getOrDefault(e.phase(), List.of());
        if (e.phase() != Phase.DURING && !e.met()) {
            boolean read = runs.stream()
                    .allMatch(run -> run.status().equals(java.util.Optional.of(ActivityRun.Status.SUCCEEDED)));
            status = read ? Journal.Toolkit.COMPLETED : Journal.Toolkit.FAILED;
            deviated |= e.phase() == Phase.AFTER;
        }
        runs.clear();
    }

    private void concluded(Verdict verdict) {
        switch (verdict) {
            case UNSAFE -> status = Journal.Toolkit.ABORTED;
            case REFUSED, FAILED, DEVIATED -> status = Journal.Toolkit.FAILED; // deviated: fail fast
            case HALTED, ABORTED -> status = Journal.Toolkit.INTERRUPTED;
            case PASSED, NOT_READY, INCONCLUSIVE -> {}
        }
    }

    /** By that tool's rules where the run went by them, otherwise its nearest words for our verdict. */
    Journal.Toolkit of(Verdict verdict) {
        return rules.ours() ? Journal.Toolkit.nearest(verdict) : new Journal.Toolkit(status, deviated);
    }

    /** Whether the file's rollbacks are due by default. */
    boolean rollsBack() {
        return !status.equals(Journal.Toolkit.FAILED) && !status.equals(Journal.Toolkit.INTERRUPTED);
    }

    boolean deviated() {
        return deviated;
    }
}
