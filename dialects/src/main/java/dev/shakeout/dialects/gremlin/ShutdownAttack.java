package dev.shakeout.dialects.gremlin;

import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.List;

/** A host that goes down, or a container that is ended. */
final class ShutdownAttack implements Attack {
    private static final Option DELAY = Option.value(
            "Shutdown", "delay, in minutes, of a host; a pause before it elsewhere; 1 if not given", "--delay", "-d");
    private static final Option REBOOT = Option.flag(
            "Shutdown",
            "host/reboot on a host, container/restart on a container; nothing elsewhere, as what supervises a process starts it again",
            "--reboot",
            "-r");
    private static final Option LENGTH =
            Option.value("Shutdown", "nothing: it is over at once, in Gremlin too", "--length", "-l");
    private static final Fidelity OTHERS = new Fidelity.Approximated(
            "container/kill or process/kill with TERM, of a pod its container's first process; what supervises it starts it"
                    + " again");
    private static final Field WHOLE = Attack.whole("Shutdown", "host/shutdown, or host/reboot with --reboot")
            .or(OTHERS);

    @Override
    public String name() {
        return "Shutdown";
    }

    @Override
    public String introduction() {
        return "`host/shutdown` or `host/reboot` on a host; an end by SIGTERM on what runs on one.";
    }

    @Override
    public List<Option> options() {
        return List.of(DELAY, REBOOT, LENGTH);
    }

    @Override
    public Field whole() {
        return WHOLE;
    }

    @Override
    public Fidelity on(String kind) {
        return WHOLE.ways().get(kind.equals("host") ? 0 : 1);
    }

    @Override
    public Struck read(Sheet arguments) {
        int minutes = arguments.take(DELAY.field(), Type.integer(0, 1440)).orElse(1);
        boolean reboot = Attack.flag(arguments, REBOOT);
        arguments.take(LENGTH.field(), Type.integer(1, 31_536_000));
        return kind -> {
            Draft how = Draft.at(arguments.position());
            if (kind.equals("host")) {
                how.put("acknowledge", reboot ? "this host will reboot" : "this host will be switched off")
                        .put("delay", minutes + "m");
                return List.of(Strike.once(reboot ? "host/reboot" : "host/shutdown", how));
            }
            String fault = kind.equals("container") ? reboot ? "container/restart" : "container/kill" : "process/kill";
            if (!fault.equals("container/restart")) {
                how.put("signal", "TERM");
            }
            return List.of(Strike.once(fault, how).after(Duration.ofMinutes(minutes)));
        };
    }
}
