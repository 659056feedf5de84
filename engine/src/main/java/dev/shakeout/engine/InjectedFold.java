package dev.shakeout.engine;

import dev.shakeout.model.Event;
import dev.shakeout.model.Injection;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the events say of one injection so far. */
final class InjectedFold {
    final Injection injection;
    Optional<Reading> before = Optional.empty();
    Optional<Reading> on = Optional.empty();
    private Optional<Reading> after = Optional.empty();
    Optional<Instant> injected = Optional.empty();
    Optional<Instant> takenBack = Optional.empty();
    private Optional<Duration> undoTook = Optional.empty();
    Optional<Boolean> bites = Optional.empty();
    private Optional<Boolean> gone = Optional.empty();
    List<String> leftovers = List.of();
    private final List<Journal.Injected.Stage> stages = new ArrayList<>();

    InjectedFold(Injection injection) {
        this.injection = injection;
    }

    void reached(Event.StageReached event) {
        stages.add(new Journal.Injected.Stage(event.at(), event.reading().words()));
    }

    void takenBack(Event.TakenBack event) {
        takenBack = Optional.of(event.at());
        after = Optional.of(event.after());
        gone = event.gone();
        undoTook = Optional.of(event.took());
    }

    Journal.Injected injected() {
        return new Journal.Injected(
                injection.id(),
                injection.activity(),
                injection.fault(),
                injection.target().toString(),
                injection.rung(),
                injection.steps().stream().map(Step::what).toList(),
                injection.steps().reversed().stream()
                        .flatMap(step -> step.undo().stream())
                        .map(Inverse::pasteable)
                        .toList(),
                injection.notes(),
                injection.effect(),
                before,
                on,
                after,
                injected,
                takenBack,
                undoTook,
                bites,
                gone,
                leftovers,
                List.copyOf(stages));
    }
}
