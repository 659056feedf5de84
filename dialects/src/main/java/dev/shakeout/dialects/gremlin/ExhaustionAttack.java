package dev.shakeout.dialects.gremlin;

import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Type;
import java.util.List;

/** No more processes: what a Thread_Bomb makes by starting many, and a Process_Exhaustion by taking their numbers. */
final class ExhaustionAttack implements Attack {
    private static final Fidelity ALL =
            new Fidelity.Approximated("nothing: none can be started at all, as if all numbers of processes were taken");
    private static final Fidelity ON_HOST = new Fidelity.NotSupported(
            "a host that can start no process cannot be taken back either; attack a container or a process of it");
    private static final Fidelity LIMIT = new Fidelity.Approximated(
            "process/exhaustion: the target can start no process any more; none of ours is started, so nobody else is hit");

    private final String name;
    private final Option length;
    private final Option percent;
    private final Option count;
    private final Field whole;

    ExhaustionAttack(String name) {
        this.name = name;
        this.length = Attack.length(name);
        this.percent = Option.value(name, "", "--percent", "-p").only(ALL);
        this.count = Option.value(name, "", "--count", "-c").only(ALL).also("--threads");
        this.whole = new Field("infraCommandType: " + name, List.of(LIMIT, ON_HOST));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String introduction() {
        return "`process/exhaustion`, on containers, pods and processes.";
    }

    @Override
    public List<Option> options() {
        return List.of(length, percent, count);
    }

    @Override
    public Field whole() {
        return whole;
    }

    @Override
    public Fidelity on(String kind) {
        return kind.equals("host") ? ON_HOST : LIMIT;
    }

    @Override
    public Struck read(Sheet arguments) {
        var lasts = Attack.length(arguments, length);
        arguments.take(percent.field(), Type.integer(1, 100));
        arguments.take(count.field(), Type.integer(1, 1 << 22));
        return _ -> List.of(Strike.of("process/exhaustion", Draft.at(arguments.position()), lasts));
    }
}
