package dev.shakeout.engine;

import dev.shakeout.model.Event;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Plan;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Carries out a plan: steady state before, method under guards, everything taken back, steady state after. All that
 * happens is told as events; the journal and the verdict are made from these.
 */
public final class Runner {
    private static final DateTimeFormatter RUN_ID =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

    private final Catalog catalog;
    private final Machine machine;
    private final Map<String, String> environment;
    private final String version;

    /**
     * Makes a runner for any number of runs.
     *
     * @param environment what the journal says of the host
     */
    public Runner(Catalog catalog, Machine machine, Map<String, String> environment, String version) {
        this.catalog = catalog;
        this.machine = machine;
        this.environment = environment;
        this.version = version;
    }

    /**
     * Runs a plan to its end, whatever the end is; never throws for what goes wrong in the run.
     *
     * @param stop by which the caller asks for an early end
     */
    public Journal run(Planned planned, RunOptions options, Stop stop, List<RunListener> listeners) {
        var fold = new JournalFold();
        var all = new ArrayList<RunListener>(List.of(fold));
        all.addAll(listeners);
        var bus = new Bus(machine.clock(), all);
        Plan plan = planned.plan();
        String runId = RUN_ID.format(bus.now()) + "-" + ProcessHandle.current().pid();
        bus.emit(new Event.RunStarted(bus.now(), runId, plan.experiment(), plan, environment, version));
        if (plan.refusals().isEmpty()) {
            carryOut(runId, planned, options, stop, bus, fold);
        } else {
            plan.refusals()
                    .forEach(refusal -> bus.emit(new Event.Concluded(bus.now(), Verdict.REFUSED, refusal.toString())));
        }
        bus.emit(new Event.RunEnded(bus.now(), fold.verdict()));
        return fold.journal();
    }

    private void carryOut(String runId, Planned planned, RunOptions options, Stop stop, Bus bus, JournalFold fold) {
        Experiment experiment = planned.plan().experiment();
        Machine own = machine.withLinks(experiment.links());
        try (var readers = new Readers(catalog, own)) {
            RunFolder folder = RunFolder.create(own.folders(), runId);
            Duration lease = experiment.safety().lease();
            try (var _ = new Sentinel(
                    folder, lease, own, () -> stop.ask(Verdict.ABORTED, "the sentinel is gone or the lease lapsed"))) {
                var faults = new FaultRuns(new Injector(folder, own.processes()), planned, bus);
                new Course(planned, options, stop, bus, fold, readers, faults).run();
            }
            if (folder.open().isEmpty()) {
                folder.delete();
            }
        } catch (IOException e) {
            bus.emit(new Event.Concluded(bus.now(), Verdict.FAILED, "the ledger could not be kept: " + e));
        } catch (RuntimeException e) {
            bus.emit(new Event.Concluded(bus.now(), Verdict.FAILED, "an error of Shakeout's own: " + e));
        }
    }
}
