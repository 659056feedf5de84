package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sets the clock of the whole host wrong, as a broken time server would. What it should show is known all the time from
 * the clock that counts since the boot, which nobody can set. The clock that runs while the host is off stays right: the
 * kernel writes to it only while it is kept in step by a time daemon, which it is not any more once it was set by hand. So
 * nothing of this survives a reboot.
 */
public final class TimeJump implements Fault {
    static final Parameter<Offset> OFFSET =
            Parameter.required("offset", new Offset.Kind(), "By how much the clock jumps: +1h ahead, -5m back.");
    static final Parameter<String> ACKNOWLEDGE = Acknowledgement.parameter("the clock of this host will jump");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("time/jump", "Sets the clock of this host wrong.", OFFSET, ACKNOWLEDGE);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of("host");
    }

    @Override
    public String effect() {
        return "how far the clock of the host is from where it would be";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(new SetClock());
    }

    private record SetClock() implements Rung {
        private static final int CAP_SYS_TIME = 25;

        /** Milliseconds since the boot, of which /proc/uptime tells hundredths of a second. */
        private static final String CLOCKS = """
                since_boot() {
                  read -r uptime rest </proc/uptime
                  up=${uptime%.*}${uptime#*.}0
                }
                set_to() { # milliseconds
                  rest=$(($1 % 1000))
                  date -u -s "@$(($1 / 1000)).$((rest / 100))$((rest / 10 % 10))$((rest % 10))" >/dev/null
                }
                """;

        /** $1 the beginning of the marks of all who do this, $2 the end of ours, $3 the offset in milliseconds. */
        private static final String JUMP = """
                since_boot
                now=$(($(date +%s%N) / 1000000))
                base=$((now - up))
                for mark in "$1"*; do [ ! -s "$mark" ] || read -r base other <"$mark"; done
                echo "$base $3" >"$1$2" || exit 1
                set_to $((now + $3))""";

        /** Ours is renamed first, so that of two who leave at once at least one sees that nobody is left. */
        private static final String RIGHT = """
                mark=$1$2
                [ ! -e "$mark" ] || mv -f "$mark" "$1leaving-$2" || exit 1
                mark=$1leaving-$2
                [ -s "$mark" ] || { rm -f "$mark"; exit 0; }
                read -r base offset <"$mark"
                others=0
                for other in "$1"shakeout-*; do
                  [ -s "$other" ] && read -r same offset <"$other" && others=$((others + offset))
                done
                since_boot
                set_to $((base + up + others)) || exit 1
                rm -f "$mark\"""";

        @Override
        public String name() {
            return "kernel (clock_settime)";
        }

        @Override
        public String needs() {
            return "root with the right to set the clock (CAP_SYS_TIME)";
        }

        @Override
        public String inverse() {
            return "the clock is set to where the monotonic clock says that it would be";
        }

        @Override
        public Optional<String> missing(Machine machine) {
            if (!machine.isRoot()) {
                return Optional.of("not root");
            }
            boolean may = new Procfs(machine)
                    .status("self", "CapEff")
                    .map(bits -> new BigInteger(bits, 16).testBit(CAP_SYS_TIME))
                    .orElse(false);
            return may ? Optional.empty() : Optional.of("root has no right to set the clock here, as in a container");
        }

        @Override
        public Optional<String> missingFor(Target target, Arguments arguments, Machine machine) {
            return Acknowledgement.missing(ACKNOWLEDGE, arguments);
        }

        @Override
        public Prepared plan(Target target, Arguments arguments, Machine machine) {
            Acknowledgement.missing(ACKNOWLEDGE, arguments).ifPresent(why -> {
                throw new IllegalStateException(why);
            });
            Offset offset = arguments.get(OFFSET);
            String marks = machine.folders()
                    .runtime()
                    .toAbsolutePath()
                    .resolve("clock-")
                    .toString();
            String mark = Token.fresh().text();
            var step = Step.shell(
                    "set the clock " + offset.words(),
                    CLOCKS + JUMP,
                    List.of(marks, mark, Long.toString(offset.by().toMillis())),
                    Inverse.of(CLOCKS + RIGHT, marks, mark));
            return new Prepared(
                    List.of(step),
                    new WallClock(offset, machine),
                    List.of(
                            "every process of this host, and of its containers, sees it",
                            "a time daemon such as chronyd may set the clock right before the fault ends; stop it before"));
        }
    }

    /** The wall clock against the one that counts since the boot, in seconds. */
    private record WallClock(Offset offset, Machine machine) implements Effect {
        private static final double TOLERANCE = 0.5;

        @Override
        public String what() {
            return "the clock of this host against the time since its boot";
        }

        @Override
        public Reading read() {
            double up = new Procfs(machine)
                    .lines("uptime").stream()
                            .findFirst()
                            .map(line -> Double.parseDouble(line.split(" ", -1)[0]))
                            .orElse(Double.NaN);
            double wall = machine.clock().millis() / 1000.0;
            return new Reading(wall - up, "s", machine.clock().instant().toString());
        }

        @Override
        public boolean bites(Reading before, Reading on) {
            double tolerance = Math.min(TOLERANCE, Math.abs(offset.value()) / 2);
            return Math.abs(on.value() - before.value() - offset.value()) < tolerance;
        }

        @Override
        public boolean gone(Reading before, Reading after) {
            return Math.abs(after.value() - before.value()) < Math.min(TOLERANCE, Math.abs(offset.value()) / 2);
        }
    }
}
