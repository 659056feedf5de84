package dev.shakeout.dialects.gremlin;

import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.List;

/** Busy processors. */
final class CpuAttack implements Attack {
    private static final Option LENGTH = Attack.length("CPU");
    private static final Option PERCENT = Option.value("CPU", "load; 100% if not given", "--percent", "-p");
    private static final Option CORES = Option.value("CPU", "cores; 1 if neither is given", "--cores", "-c")
            .or(new Fidelity.Kept("nothing: --all-cores counts"));
    private static final Option ALL = Option.flag("CPU", "cores: all", "--all-cores", "-a");

    @Override
    public String name() {
        return "CPU";
    }

    @Override
    public String introduction() {
        return "`cpu/load`.";
    }

    @Override
    public List<Option> options() {
        return List.of(LENGTH, PERCENT, CORES, ALL);
    }

    @Override
    public Field whole() {
        return Attack.whole(name(), "cpu/load");
    }

    @Override
    public Struck read(Sheet arguments) {
        var length = Attack.length(arguments, LENGTH);
        int percent = arguments.take(PERCENT.field(), Type.integer(1, 100)).orElse(100);
        boolean all = Attack.flag(arguments, ALL);
        int cores = arguments
                .take(
                        CORES.field(),
                        Type.integer(1, 1024),
                        _ -> CORES.field().ways().get(all ? 1 : 0))
                .orElse(1);
        Draft load = Draft.at(arguments.position()).put("load", percent + "%");
        load.put("cores", all ? Json.of("all") : Json.of((long) cores));
        return _ -> List.of(Strike.of("cpu/load", load, length));
    }
}
