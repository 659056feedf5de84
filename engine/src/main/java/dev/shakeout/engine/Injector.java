package dev.shakeout.engine;

import dev.shakeout.model.Injection;
import dev.shakeout.model.Step;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Takes the steps of injections, each only after its inverse is in the ledger, and takes them back. */
final class Injector {
    private static final Duration STEP_LIMIT = Duration.ofSeconds(30);
    private static final int ALREADY_TAKEN_BACK = 75;
    /** Fewer are taken back by their inverses in the same time. */
    private static final int MANY = 4;

    private final RunFolder folder;
    private final Ledger ledger;
    private final Undo undo;
    private final Processes processes;
    private final Map<String, Own> own = new ConcurrentHashMap<>();
    private volatile UnaryOperator<List<Injection>> sooner = _ -> List.of();

    /**
     * What belongs to one injection.
     *
     * @param taken those entries whose command has ended as it should
     * @param begun steps whose child is under way, by their place
     */
    private record Own(
            List<Ledger.Entry> entries, List<Ledger.Entry> taken, List<Child> children, Map<Integer, Begun> begun) {
        Own() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new HashMap<>());
        }

        synchronized void took(Ledger.Entry entry) {
            taken.add(entry);
        }

        synchronized void add(Ledger.Entry entry) {
            entries.add(entry);
        }

        synchronized void add(Child child) {
            children.add(child);
        }

        synchronized Own copy() {
            return new Own(List.copyOf(entries), List.copyOf(taken), List.copyOf(children), Map.of());
        }
    }

    private record Begun(Ledger.Entry entry, Child child) {}

    Injector(RunFolder folder, Processes processes) {
        this.folder = folder;
        this.ledger = new Ledger(folder);
        this.undo = new Undo(processes);
        this.processes = processes;
    }

    /** A step that failed; what was done before it must still be taken back. */
    static final class StepFailed extends Exception {
        StepFailed(String message) {
            super(message);
        }
    }

    /**
     * Begins with the children that do nothing before the rest is done, and waits for none of them. When it throws, the
     * caller takes the injection back.
     */
    void prepare(Injection injection) throws IOException {
        Own mine = own(injection);
        for (int place = 0; place < injection.steps().size(); place++) {
            Step step = injection.steps().get(place);
            if (step.change() instanceof Step.Change.Child child && child.idle()) {
                mine.begun().put(place, begin(injection, step, child, mine));
            }
        }
    }

    /**
     * Takes every step. When it throws, the caller takes the injection back: some steps may have been taken.
     *
     * @throws IOException the ledger could not be written; the step it was for was not taken
     */
    void inject(Injection injection) throws IOException, StepFailed, InterruptedException {
        inject(injection, _ -> {});
    }

    /**
     * The same, and tells of what ends too early.
     *
     * @param lost told why the injection is no longer what was planned, when a child of it ends that nobody takes back
     */
    void inject(Injection injection, Consumer<String> lost) throws IOException, StepFailed, InterruptedException {
        Own mine = own(injection);
        for (int place = 0; place < injection.steps().size(); place++) {
            Step step = injection.steps().get(place);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            switch (step.change()) {
                case Step.Change.Command command -> {
                    Ledger.Entry entry = write(injection, step, mine);
                    runCommand(step, entry, command);
                    mine.took(entry);
                }
                case Step.Change.Child child -> {
                    Begun begun = mine.begun().get(place);
                    await(step, begun == null ? begin(injection, step, child, mine) : begun, lost);
                }
            }
        }
    }

    /**
     * Writes down how an injection is taken back whose change somebody else makes.
     *
     * @throws IOException the ledger could not be written; the change must not be made
     */
    void note(Injection injection) throws IOException {
        Own mine = own(injection);
        for (Step step : injection.steps()) {
            if (step.undo().isPresent()) {
                write(injection, step, mine);
            }
        }
    }

    /** Leaves what injections have changed as it is. */
    void leave(List<Injection> injections) throws IOException {
        for (Injection injection : injections) {
            for (Ledger.Entry entry : own(injection).copy().entries()) {
                folder.note(entry.number() + ".back");
            }
        }
        takeBack(injections);
    }

    private Own own(Injection injection) {
        return own.computeIfAbsent(injection.id(), _ -> new Own());
    }

    private Ledger.Entry write(Injection injection, Step step, Own mine) throws IOException {
        Ledger.Entry entry =
                ledger.write(injection.target().key(), step.what() + " (" + injection.fault() + ")", step.undo());
        mine.add(entry);
        return entry;
    }

    private Begun begin(Injection injection, Step step, Step.Change.Child change, Own mine) throws IOException {
        Ledger.Entry entry = write(injection, step, mine);
        var child = new Child(processes.start(guarded(entry, "child", change.argv())));
        mine.add(child);
        return new Begun(entry, child);
    }

    private List<String> guarded(Ledger.Entry entry, String kind, List<String> argv) {
        var guarded = new ArrayList<>(List.of(
                "sh",
                folder.path().resolve("step.sh").toString(),
                folder.path().resolve(entry.number()).toString(),
                kind));
        guarded.addAll(argv);
        return guarded;
    }

    /** An interrupt leaves a command on its way: the undo waits a moment for it, then ends it with all it started. */
    private void runCommand(Step step, Ledger.Entry entry, Step.Change.Command command)
            throws StepFailed, InterruptedException {
        Processes.Finished finished;
        try {
            finished = Threads.ask("step", () -> processes.run(guarded(entry, "command", command.argv()), STEP_LIMIT))
                    .get();
        } catch (ExecutionException e) {
            throw new StepFailed("could not " + step.what() + ": " + e.getCause());
        }
        if (finished.status() == ALREADY_TAKEN_BACK) {
            throw new StepFailed("'" + step.what() + "' was not done: the run is being taken back");
        }
        if (!finished.ok()) {
            throw new StepFailed("could not " + step.what() + ": " + finished.complaint());
        }
    }

    private void await(Step step, Begun begun, Consumer<String> lost) throws StepFailed, InterruptedException {
        String line = begun.child().firstLine();
        if (!line.equals("ready")) {
            throw new StepFailed("could not " + step.what() + ": " + line);
        }
        begun.child().watch(status -> {
            if (!isTakenBack(begun.entry())) {
                lost.accept("the process that was to " + step.what() + " has ended with status " + status);
            }
        });
    }

    /** Also by others: the sentinel, or {@code shakeout halt}. */
    private boolean isTakenBack(Ledger.Entry entry) {
        return folder.has(entry.number() + ".cancelled") || !folder.exists();
    }

    /**
     * Takes injections back, all targets at once, each target's newest step first. Safe to repeat, and while another
     * thread still injects them.
     *
     * @return by the injection's id
     */
    Map<String, Undo.Outcome> takeBack(List<Injection> injections) throws IOException {
        var mine = new LinkedHashMap<String, Own>();
        injections.forEach(injection -> mine.put(
                injection.id(), own.getOrDefault(injection.id(), new Own()).copy()));
        mine.values().forEach(one -> one.children().forEach(Child::mayEnd));
        takeBackSooner(injections, mine);
        var undone = undo.takeBack(
                folder,
                mine.values().stream().flatMap(o -> o.entries().stream()).toList());
        var outcomes = new LinkedHashMap<String, Undo.Outcome>();
        mine.forEach((id, one) -> {
            var outcome = undone.of(one.entries());
            if (outcome.complete()) {
                one.children().forEach(Child::release);
            }
            outcomes.put(id, outcome);
        });
        return outcomes;
    }

    /** @param sooner takes back what it can of many at once, and tells of which nothing is left */
    void sooner(UnaryOperator<List<Injection>> sooner) {
        this.sooner = sooner;
    }

    /** Of what is gone by now, the inverses need only be noted as done. */
    private void takeBackSooner(List<Injection> injections, Map<String, Own> mine) {
        List<Injection> whole = injections.stream()
                .filter(injection -> mine.containsKey(injection.id())
                        && mine.get(injection.id()).taken().size()
                                == injection.steps().size())
                .toList();
        if (whole.size() < MANY) {
            return;
        }
        for (Injection gone : sooner.apply(whole)) {
            for (Ledger.Entry entry : mine.getOrDefault(gone.id(), new Own()).entries()) {
                folder.note(entry.number() + ".back");
            }
        }
    }

    Undo.Outcome takeBack(Injection injection) throws IOException {
        return takeBack(List.of(injection)).getOrDefault(injection.id(), Undo.Outcome.NOTHING_LEFT);
    }

    /** From here on no step is taken. */
    void close() {
        ledger.close();
    }

    /** Takes back whatever the ledger holds. */
    Undo.Outcome takeBackAll() throws IOException {
        own.values().forEach(each -> each.copy().children().forEach(Child::mayEnd));
        return undo.takeBackAll(folder);
    }
}
