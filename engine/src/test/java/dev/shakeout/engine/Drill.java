package dev.shakeout.engine;

import dev.shakeout.model.Activity;
import dev.shakeout.model.Activity.Pauses;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Dry;
import dev.shakeout.model.Event;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Guard;
import dev.shakeout.model.Hypothesis;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Json;
import dev.shakeout.model.Position;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Rules;
import dev.shakeout.model.Safety;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Strategies;
import dev.shakeout.model.Tolerance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Puts an experiment together in a few words, and runs it in a folder of its own. */
final class Drill {
    static final Position HERE = new Position("drill", 1, 1);
    static final Guard.Pace QUICK = Guard.Pace.every(Duration.ofMillis(50));

    final Path folder;
    final Machine machine;
    final Stop stop = new Stop();
    final List<Event> events = new CopyOnWriteArrayList<>();
    final List<RunListener> listeners = new ArrayList<>(List.of(events::add));
    final List<Activity.Probe> hypothesis = new ArrayList<>();
    final List<Activity> method = new ArrayList<>();
    final List<Activity> rollbacks = new ArrayList<>();
    final List<Guard> guards = new ArrayList<>();
    Safety.BlastRadius radius = Safety.BlastRadius.UNLIMITED;
    Strategies strategies = Strategies.DEFAULT;
    Dry dry = Dry.NOTHING;
    Rules rules = Rules.SHAKEOUT;
    long seed = 42;

    static final Catalog CATALOG = new Catalog(
            Map.of(MarkFault.NAME, new MarkFault()),
            Map.of(
                    "file", new TestProbes.FileProbe(),
                    "touch", new TestProbes.TouchCall(),
                    "broken", new TestProbes.BrokenProbe(),
                    "deaf", new TestProbes.DeafProbe(),
                    "connects", new TestProbes.Connects()),
            Map.of("place", new MarkFault.Places()));

    Drill(Path folder) {
        this.folder = folder;
        this.machine = Machines.in(folder.resolve("home"));
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** The file that the fault of this name makes at place a. */
    Path mark(String fault) {
        return MarkFault.mark(file(fault).toString(), "a");
    }

    Experiment experiment() {
        return new Experiment(
                rules,
                "drill",
                "",
                List.of(),
                hypothesis.isEmpty() ? Optional.empty() : Optional.of(new Hypothesis("steady", hypothesis)),
                method,
                rollbacks,
                new Safety(radius, Safety.DEFAULT_LEASE, guards),
                strategies,
                dry,
                Map.of(),
                Json.object("title", "drill"),
                dev.shakeout.model.Material.NONE);
    }

    Planned plan() {
        return new Planner(CATALOG, machine).plan(experiment(), seed);
    }

    Journal run() {
        return new Runner(CATALOG, machine, Map.of(), "test").run(plan(), stop, listeners);
    }

    // ---- probes

    static Tolerance is(boolean value) {
        return new Tolerance.Exactly(Json.of(value));
    }

    Activity.Probe exists(String name, Path file, boolean wanted) {
        return probe(name, call("file", Arguments.NONE.with(TestProbes.PATH, file.toString())), is(wanted), 0);
    }

    static Activity.Probe probe(String name, Provider provider, Tolerance tolerance, long withinMillis) {
        return new Activity.Probe(
                Activity.Written.named(name, HERE), provider, Optional.of(tolerance), Duration.ofMillis(withinMillis));
    }

    static Provider call(String kind, Arguments arguments) {
        return new Provider.Call(kind, arguments);
    }

    static Activity.Action touch(String name, Path file) {
        return new Activity.Action(
                Activity.Written.named(name, HERE),
                call("touch", Arguments.NONE.with(TestProbes.PATH, file.toString())));
    }

    void haltWhen(String name, Activity.Probe probe, int failures) {
        haltWhen(name, new Guard.Condition.Missed(probe, probe.tolerance().orElseThrow()), QUICK, failures);
    }

    void haltWhen(String name, Guard.Condition condition, Guard.Pace pace, int failures) {
        guards.add(
                new Guard(name, condition, pace, failures, Guard.Unreadable.BREACH, HERE, Json.object("name", name)));
    }

    // ---- faults

    Arguments arguments(String name) {
        return Arguments.NONE.with(MarkFault.PATH, file(name).toString());
    }

    Activity.Action fault(String name, long millis) {
        return fault(name, arguments(name), millis, 1, new Selector.Mode.All(), false, Pauses.NONE);
    }

    /** On the place of that name, for a moment. */
    Activity.Action faultAt(String name, String place) {
        var selector =
                new Selector("place", Arguments.NONE.with(MarkFault.Places.NAMED, place), new Selector.Mode.All());
        return new Activity.Action(
                Activity.Written.named(name, HERE),
                new Provider.FaultCall(MarkFault.NAME, selector, arguments(name), Optional.of(Duration.ofMillis(50))));
    }

    Activity.Action background(String name, long millis) {
        return fault(name, arguments(name), millis, 1, new Selector.Mode.All(), true, Pauses.NONE);
    }

    Activity.Action fault(String name, Arguments arguments, long millis) {
        return fault(name, arguments, millis, 1, new Selector.Mode.All(), false, Pauses.NONE);
    }

    static Activity.Action fault(
            String name,
            Arguments arguments,
            long millis,
            int places,
            Selector.Mode mode,
            boolean background,
            Pauses pauses) {
        var selector = new Selector("place", Arguments.NONE.with(MarkFault.Places.COUNT, places), mode);
        Optional<Duration> duration = millis < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
        return new Activity.Action(
                Activity.Written.named(name, HERE).withPauses(pauses).inBackground(background),
                new Provider.FaultCall(MarkFault.NAME, selector, arguments, duration));
    }

    // ---- what happened

    <E extends Event> List<E> seen(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    boolean runFolderIsGone() throws java.io.IOException {
        return RunFolder.all(machine.folders()).isEmpty();
    }
}
