package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One rung of a fault, with a gate at the wanted point of its life. */
record GatedFault(CrashCell cell, Gate gate) implements Fault {
    @Override
    public Descriptor descriptor() {
        return cell.fault().fault().descriptor();
    }

    @Override
    public Set<String> targetKinds() {
        return cell.fault().fault().targetKinds();
    }

    @Override
    public String effect() {
        return cell.fault().fault().effect();
    }

    @Override
    public List<Rung> rungs() {
        return List.of(new GatedRung(cell.fault().rung()));
    }

    private Prepared gated(Prepared real) {
        var steps = new ArrayList<>(real.steps());
        int child = firstChild(steps);
        boolean concernsChild = cell.kill() == CrashCell.Kill.CHILD;
        int middle = concernsChild ? child + 1 : (steps.size() + 1) / 2;
        Effect effect = real.effect();
        switch (cell.point()) {
            case WRITTEN -> {
                int first = concernsChild ? child : 0;
                steps.set(first, gate.before(steps.get(first)));
            }
            case HALF_TAKEN -> steps.add(middle, gate.onTheWayIn());
            case HALF_TAKEN_BACK -> steps.add(middle, gate.onTheWayBack());
            case ON -> effect = effect.momentary() ? new GatedEffect(effect, gate) : effect; // others: see CrashRunner
        }
        return new Prepared(steps, effect, real.notes());
    }

    static int firstChild(List<Step> steps) {
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).change() instanceof Step.Change.Child) {
                return i;
            }
        }
        return -1;
    }

    private final class GatedRung implements Rung {
        private final Rung rung;

        GatedRung(Rung rung) {
            this.rung = rung;
        }

        @Override
        public String name() {
            return rung.name();
        }

        @Override
        public String needs() {
            return rung.needs();
        }

        @Override
        public String inverse() {
            return rung.inverse();
        }

        @Override
        public Optional<String> missing(Machine machine) {
            return rung.missing(machine);
        }

        @Override
        public Optional<String> missingFor(Target target, Arguments arguments, Machine machine) {
            return rung.missingFor(target, arguments, machine);
        }

        @Override
        public Prepared plan(Target target, Arguments arguments, Machine machine) {
            return gated(rung.plan(target, arguments, machine));
        }
    }

    /** Stands at the gate when it is first seen to bite: what is over at once is on for that moment only. */
    private static final class GatedEffect implements Effect {
        private final Effect effect;
        private final Gate gate;
        private Optional<Reading> before = Optional.empty();

        GatedEffect(Effect effect, Gate gate) {
            this.effect = effect;
            this.gate = gate;
        }

        @Override
        public String what() {
            return effect.what();
        }

        @Override
        public Reading read() throws IOException {
            Reading reading = effect.read();
            if (before.isEmpty()) {
                before = Optional.of(reading);
            } else if (!gate.reached() && effect.bites(before.get(), reading)) {
                try {
                    gate.stand();
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            }
            return reading;
        }

        @Override
        public boolean bites(Reading before, Reading on) {
            return effect.bites(before, on);
        }

        @Override
        public boolean gone(Reading before, Reading after) {
            return effect.gone(before, after);
        }

        @Override
        public Duration patience() {
            return effect.patience();
        }

        @Override
        public boolean momentary() {
            return effect.momentary();
        }
    }
}
