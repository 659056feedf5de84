package dev.shakeout.agent;

import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Errands;
import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Rung;
import dev.shakeout.engine.Way;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Injection;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** What an agent has planned and injected for one run. */
final class Work {
    static final Duration LEAST_LEASE = Duration.ofSeconds(30);
    static final Report.TakenBack NOTHING_LEFT = new Report.TakenBack(List.of(), "");

    private final Order.Begin begin;
    private final Catalog catalog;
    private final Machine machine;
    private final Consumer<String> lost;
    private final Errands errands;
    private final Map<String, Held> held = new ConcurrentHashMap<>();
    private final Set<String> over = new HashSet<>();
    private boolean halted;

    /** @param injecting the thread that takes its steps, while it does */
    private record Held(Injection injection, Effect effect, Optional<Thread> injecting) {}

    /**
     * Begins with nothing planned.
     *
     * @param lost told what the run must know unasked
     * @throws IOException no ledger can be kept
     */
    Work(Order.Begin begin, Catalog catalog, Machine machine, Consumer<String> lost) throws IOException {
        if (!begin.name().matches("[a-z0-9][a-z0-9-]{0,62}")) {
            throw new BadValue("'" + begin.name() + "' is no name of a ledger");
        }
        this.begin = begin;
        this.catalog = catalog;
        this.machine = machine;
        this.lost = lost;
        this.errands = new Errands(begin.name(), begin.lease(), lost, machine);
    }

    Duration lease() {
        return begin.lease();
    }

    Report carryOut(Order order) {
        try {
            return switch (order) {
                case Order.Plan plan -> plan(plan);
                case Order.Measure(var name) ->
                    new Report.Measured(find(name).effect().read());
                case Order.Judge(var name, var before, var now) ->
                    judge(find(name).effect(), before, now);
                case Order.Inject(var name) -> inject(find(name));
                case Order.TakeBack(var name) -> takeBack(name);
                case Order.Begin _, Order.Settle _, Order.Halt _, Order.Alive _, Order.Bye _ -> new Report.Done();
            };
        } catch (IOException | RuntimeException e) {
            return new Report.Failed(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private Held find(String name) {
        return Optional.ofNullable(held.get(name))
                .orElseThrow(() -> new BadValue("nothing was planned that is called '" + name + "'"));
    }

    private Report plan(Order.Plan plan) {
        Fault fault = Optional.ofNullable(catalog.faults().get(plan.fault()))
                .orElseThrow(() -> new BadValue("there is no fault " + plan.fault() + " in this version"));
        Arguments arguments = WrittenArguments.read(fault.descriptor(), plan.arguments());
        Target target = Aiming.at(plan.aim(), catalog, machine);
        var own = Capabilities.own(machine);
        Function<Rung, Optional<String>> lacking = rung -> own.missing(rung, machine);
        Way way = plan.aim() instanceof Aim.Found
                ? Way.of(fault, lacking, target, arguments, catalog, machine)
                : Way.of(fault.rungs(), lacking, target, arguments, machine);
        return switch (way) {
            case Way.None(var reasons) -> new Report.Failed(plan.fault() + " has no way there: " + reasons);
            case Way.Found(var rung, var prepared) -> {
                Effect effect = prepared.effect();
                var injection = new Injection(
                        plan.injection(),
                        plan.injection(),
                        plan.fault(),
                        target,
                        rung.name(),
                        prepared.steps(),
                        effect.what(),
                        prepared.notes(),
                        Optional.empty());
                held.put(plan.injection(), new Held(injection, effect, Optional.empty()));
                yield new Report.Planned(
                        target.toString(),
                        rung.name(),
                        prepared.steps().stream().map(Step::what).toList(),
                        effect.what(),
                        effect.patience(),
                        effect.momentary(),
                        prepared.notes());
            }
        };
    }

    private static Report judge(Effect effect, Reading before, Reading now) {
        return new Report.Judged(effect.bites(before, now), effect.gone(before, now));
    }

    /** Why it may not be injected; when it may, it is said to be under way from here on. */
    synchronized Optional<String> mayBegin(String name) {
        Optional<String> why = whyOver(name);
        if (why.isPresent()) {
            return why;
        }
        return held.containsKey(name)
                ? Optional.empty()
                : Optional.of("nothing was planned that is called '" + name + "'");
    }

    private synchronized Optional<String> whyOver(String name) {
        if (halted) {
            return Optional.of("the run is halted, so nothing is injected any more");
        }
        return over.contains(name)
                ? Optional.of("it was taken back, so it is not injected any more")
                : Optional.empty();
    }

    private Report inject(Held planned) {
        String name = planned.injection().id();
        synchronized (this) {
            Optional<String> why = whyOver(name);
            if (why.isPresent()) {
                return new Report.Failed(why.get());
            }
            held.put(name, new Held(planned.injection(), planned.effect(), Optional.of(Thread.currentThread())));
        }
        try {
            errands.inject(
                    planned.injection(),
                    planned.effect().momentary() ? _ -> {} : why -> lost.accept(name + " did not last: " + why));
            return new Report.Done();
        } catch (IOException | Errands.NotInjected e) {
            return new Report.Failed(String.valueOf(e.getMessage()));
        } catch (InterruptedException _) {
            return new Report.Failed("it was taken back meanwhile");
        } finally {
            held.put(name, planned);
        }
    }

    private Report takeBack(String name) throws IOException {
        Optional<Held> known;
        synchronized (this) {
            over.add(name);
            known = Optional.ofNullable(held.get(name));
        }
        if (known.isEmpty()) {
            return NOTHING_LEFT;
        }
        known.get().injecting().ifPresent(Thread::interrupt);
        return report(errands.takeBack(known.get().injection()));
    }

    /** What is under way is broken off. What was injected stays until it is taken back. */
    synchronized void injectNothingMore() {
        halted = true;
        held.values().forEach(each -> each.injecting().ifPresent(Thread::interrupt));
    }

    /** Everything; nothing is injected any more, and what was can still be measured. */
    Report.TakenBack takeAllBack() {
        injectNothingMore();
        try {
            return report(errands.takeBackAll());
        } catch (IOException e) {
            return leftBy(e);
        }
    }

    /** The same, and nothing of it is kept. */
    Report.TakenBack end() {
        Report.TakenBack back = takeAllBack();
        try {
            errands.close();
            return back;
        } catch (IOException e) {
            return leftBy(e);
        }
    }

    private Report.TakenBack leftBy(IOException e) {
        return new Report.TakenBack(
                List.of("sh " + errands.folder() + "/undo.sh " + errands.folder()), String.valueOf(e.getMessage()));
    }

    private static Report.TakenBack report(Errands.Back back) {
        return new Report.TakenBack(back.commands(), back.why());
    }
}
