package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The service of systemd that the target belongs to; starting one that runs does nothing, so that is a safe way back. */
record ServiceUnit() implements Rung {
    @Override
    public String name() {
        return "systemd (systemctl)";
    }

    @Override
    public String needs() {
        return "root, and a target in a service of systemd";
    }

    @Override
    public String inverse() {
        return "the unit is started again";
    }

    @Override
    public Optional<String> missing(Machine machine) {
        if (!Files.isDirectory(machine.root().resolve("run/systemd/system"))
                || machine.tool("systemctl").isEmpty()) {
            return Optional.of("systemd does not run here");
        }
        return machine.isRoot() ? Optional.empty() : Optional.of("not root");
    }

    @Override
    public Optional<String> missingFor(Target target, Arguments arguments, Machine machine) {
        if (arguments.find(ProcessStop.START).isPresent()) {
            return Optional.of("a command is given to start it with");
        }
        return unit(target, machine).isEmpty()
                ? Optional.of(target + " belongs to no service of systemd")
                : Optional.empty();
    }

    /** Services of a user's own systemd are not for us to stop. */
    private static Optional<String> unit(Target target, Machine machine) {
        var groups = Membership.of(new Procfs(machine), Long.parseLong(target.detail("pid")));
        return groups.below("/user.slice") ? Optional.empty() : groups.service();
    }

    @Override
    public Prepared plan(Target target, Arguments arguments, Machine machine) {
        String unit = unit(target, machine).orElseThrow(() -> new IllegalStateException(target + " has no unit"));
        var step = Step.command(
                "stop the service " + unit,
                List.of("systemctl", "stop", "--", unit),
                Inverse.of("systemctl start -- \"$1\"", unit));
        return new Prepared(
                List.of(step),
                new Active(unit, machine),
                List.of("all processes of " + unit + " end, and what needs it may be stopped along with it"));
    }

    private record Active(String unit, Machine machine) implements Effect {
        @Override
        public String what() {
            return "whether the service " + unit + " is active";
        }

        @Override
        public Reading read() {
            var finished = machine.processes().run(List.of("systemctl", "is-active", "--", unit));
            return new Reading(
                    finished.ok() ? 1 : 0, "", unit + " is " + finished.output().strip());
        }

        @Override
        public boolean bites(Reading before, Reading on) {
            return before.value() == 1 && on.value() == 0;
        }

        @Override
        public boolean gone(Reading before, Reading after) {
            return after.value() == before.value();
        }

        @Override
        public Duration patience() {
            return Duration.ofSeconds(30);
        }
    }
}
