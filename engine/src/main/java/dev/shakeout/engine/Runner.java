package dev.shakeout.engine;

import dev.shakeout.model.Event;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Injection;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Mask;
import dev.shakeout.model.Plan;
import dev.shakeout.model.Strategies;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Carries out a plan: steady state before, method under guards, everything taken back, steady state after. All that
 * happens is told as events; the journal and the verdict are made from these.
 */
public final class Runner {
    private static final DateTimeFormatter RUN_ID =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

    private static final AtomicLong LAST_START = new AtomicLong();

    private final Catalog catalog;
    private final Machine machine;
    private final Map<String, String> environment;
    private final Map<String, String> labels;
    private final String version;

    /**
     * Makes a runner for any number of runs.
     *
     * @param environment what the journal says of the host
     */
    public Runner(Catalog catalog, Machine machine, Map<String, String> environment, String version) {
        this(catalog, machine, environment, Map.of(), version);
    }

    /**
     * The same.
     *
     * @param labels what the journal says of each run, in whatever words a gate asks for
     */
    public Runner(
            Catalog catalog,
            Machine machine,
            Map<String, String> environment,
            Map<String, String> labels,
            String version) {
        this.catalog = catalog;
        this.machine = machine;
        this.environment = environment;
        this.labels = labels;
        this.version = version;
    }

    /**
     * Runs a plan to its end, whatever the end is; never throws for what goes wrong in the run.
     *
     * @param stop by which the caller asks for an early end
     */
    public Journal run(Planned planned, Stop stop, List<RunListener> listeners) {
        return run(planned, stop, listeners, Controls.NONE);
    }

    /** The same with code of the user's own around its parts. */
    public Journal run(Planned planned, Stop stop, List<RunListener> listeners, Controls controls) {
        var fold = new JournalFold();
        try (var bus = new Bus(machine.clock(), machine.mask(), fold, listeners)) {
            run(planned, stop, bus, fold, controls);
        }
        return fold.journal();
    }

    /** Two runs of one process never start in the same millisecond, as far as their names go. */
    private static String runId(Bus bus) {
        long now = LAST_START.accumulateAndGet(bus.now().toEpochMilli(), (last, given) -> Math.max(last + 1, given));
        return RUN_ID.format(Instant.ofEpochMilli(now)) + "-"
                + ProcessHandle.current().pid();
    }

    private void run(Planned planned, Stop stop, Bus bus, JournalFold fold, Controls controls) {
        Plan plan = planned.plan();
        String runId = runId(bus);
        bus.emit(new Event.RunStarted(bus.now(), runId, plan.experiment(), plan, environment, labels, version));
        if (plan.refusals().isEmpty()) {
            carryOut(runId, planned, stop, bus, fold, controls);
            plan.experiment()
                    .dry()
                    .leftOut()
                    .ifPresent(what -> bus.emit(new Event.Concluded(
                            bus.now(), Verdict.INCONCLUSIVE, "a dry run: " + what + " were left out")));
            fold.untested().ifPresent(why -> bus.emit(new Event.Concluded(bus.now(), Verdict.INCONCLUSIVE, why)));
            if (plan.experiment().strategies().hypothesis() == Strategies.HypothesisWhen.SKIP) {
                bus.emit(new Event.Concluded(
                        bus.now(), Verdict.INCONCLUSIVE, "the hypothesis was left out (strategy skip)"));
            }
        } else {
            plan.refusals()
                    .forEach(refusal -> bus.emit(new Event.Concluded(bus.now(), Verdict.REFUSED, refusal.toString())));
        }
        bus.emit(new Event.RunEnded(bus.now(), fold.verdict(), fold.meaning()));
    }

    private void carryOut(String runId, Planned planned, Stop stop, Bus bus, JournalFold fold, Controls controls) {
        Experiment experiment = planned.plan().experiment();
        Machine own = machine.withLinks(experiment.links());
        try (var readers = new Readers(catalog, own)) {
            boolean injects = !planned.plan().injections().isEmpty();
            if (injects) {
                needForUndo(own);
            }
            RunFolder folder = folder(planned.plan(), own.folders(), runId);
            var locks = new TargetLocks(own.folders());
            var proving =
                    new Proving(catalog, new Witness.Scope(runId, planned.plan().injections()), own);
            try {
                if (refused(runId, planned.plan(), own.folders(), locks, bus)) {
                    return;
                }
                var injector = new Injector(folder, own.processes());
                var faults = new FaultRuns(injector, planned, bus, stop, proving);
                var course = new Course(planned, stop, bus, fold, readers, faults, controls);
                try {
                    if (injects) {
                        watched(course, injector, faults, locks, folder, planned.plan(), runId, own, stop);
                    } else {
                        course.run();
                    }
                } finally {
                    injector.close();
                    lastResort(folder, injector, bus, fold, machine.mask());
                }
            } finally {
                try {
                    if (folder.open().isEmpty()) {
                        folder.delete();
                    }
                } finally {
                    proving.conclude(bus); // while nobody else may touch the targets
                    locks.release(runId);
                }
            }
        } catch (Custodian.Impossible e) {
            String words = machine.mask().hide(String.valueOf(e.getMessage()));
            bus.emit(new Event.Concluded(bus.now(), Verdict.REFUSED, words));
        } catch (IOException e) {
            bus.emit(new Event.Concluded(bus.now(), Verdict.FAILED, "the ledger could not be kept: " + e));
        } catch (RuntimeException | Error e) {
            bus.emit(new Event.Concluded(bus.now(), Verdict.FAILED, "an error of Shakeout's own: " + e));
        }
    }

    private static RunFolder folder(Plan plan, Folders folders, String runId) throws IOException {
        if (plan.injections().isEmpty()) {
            return RunFolder.createUnsynced(folders, runId);
        }
        return plan.injections().stream().anyMatch(Injection::durable)
                ? RunFolder.createLasting(folders, runId)
                : RunFolder.create(folders, runId);
    }

    private void watched(
            Course course,
            Injector injector,
            FaultRuns faults,
            TargetLocks locks,
            RunFolder folder,
            Plan plan,
            String runId,
            Machine own,
            Stop stop)
            throws IOException {
        Duration lease = plan.experiment().safety().lease();
        Consumer<String> lost = why -> stop.ask(Verdict.ABORTED, why);
        try (var _ = new Sentinel(folder, lease, own, lost)) {
            var scope = new Witness.Scope(runId, plan.injections());
            var held = new Custodians(catalog.custodians().values(), folder, scope, lease, lost, own);
            try {
                injector.sooner(held::takeBack);
                faults.admit(new LateEntry(runId, plan, locks, held));
                course.run();
            } finally {
                held.end(folder.everythingIsTakenBack());
            }
        }
    }

    /** The folder of the run is there already, so a halt that comes after this look finds it. */
    private static boolean refused(String runId, Plan plan, Folders folders, TargetLocks locks, Bus bus)
            throws IOException {
        List<String> reasons =
                new ArrayList<>(new KillSwitch(folders).set().stream().toList());
        if (reasons.isEmpty()) {
            reasons.addAll(locks.take(
                    runId, plan.injections().stream().map(Injection::target).toList()));
        }
        reasons.forEach(words -> bus.emit(new Event.Concluded(bus.now(), Verdict.REFUSED, words)));
        return !reasons.isEmpty();
    }

    /** Takes back what even an error of Shakeout's own has left, before the sentinel is sent home. */
    private static void lastResort(RunFolder folder, Injector injector, Bus bus, JournalFold fold, Mask mask)
            throws IOException {
        if (folder.open().isEmpty() || fold.verdict() == Verdict.UNSAFE) { // a person has been told
            return;
        }
        var outcome = injector.takeBackAll();
        if (!outcome.complete()) {
            bus.emit(new Event.Concluded(
                    bus.now(),
                    Verdict.UNSAFE,
                    "not all could be taken back (" + mask.hide(outcome.why()) + "); run: "
                            + String.join(" ; ", outcome.commands())));
        }
    }

    /** Without it no inverse would be run, as damage could not be told. */
    private static void needForUndo(Machine machine) throws IOException {
        if (machine.tool("sha256sum").isEmpty()) {
            throw new IOException("sha256sum is not installed; it is in the package coreutils");
        }
    }
}
