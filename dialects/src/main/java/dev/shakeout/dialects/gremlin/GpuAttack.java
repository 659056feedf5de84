package dev.shakeout.dialects.gremlin;

import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Type;
import java.util.List;

/** Busy graphics processors, which nothing here keeps busy. */
final class GpuAttack implements Attack {
    private static final Fidelity NO =
            new Fidelity.NotSupported("there is no fault for graphics processors; leave the attack out, or have Gremlin"
                    + " itself carry it out by the fault gremlin/attack");
    private static final Option LENGTH =
            Option.value("GPU", "", "--length", "-l").only(NO);
    private static final Option PERCENT =
            Option.value("GPU", "", "--percent", "-p").only(NO);
    private static final Field WHOLE = new Field("infraCommandType: GPU", List.of(NO));

    @Override
    public String name() {
        return "GPU";
    }

    @Override
    public String introduction() {
        return "Nothing of ours.";
    }

    @Override
    public List<Option> options() {
        return List.of(LENGTH, PERCENT);
    }

    @Override
    public Field whole() {
        return WHOLE;
    }

    @Override
    public Fidelity on(String kind) {
        return NO;
    }

    @Override
    public Struck read(Sheet arguments) {
        arguments.take(LENGTH.field(), Type.integer(1, 31_536_000));
        arguments.take(PERCENT.field(), Type.integer(1, 100));
        return _ -> List.of();
    }
}
