package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Sheet;
import java.util.List;
import java.util.Optional;

/** A service level objective of a platform. */
final class SloInputs implements ProbeInputs {
    private static final Field ALL = Field.notSupported(
            Probes.PATH + "sloProbe/inputs",
            "Shakeout does not ask that platform; write the objective as a probe of the provider load with the tolerance slo,"
                    + " or as a promProbe");

    @Override
    public String type() {
        return "sloProbe";
    }

    @Override
    public String introduction() {
        return "It is refused.";
    }

    @Override
    public Field field() {
        return ALL;
    }

    @Override
    public List<Field> fields() {
        return List.of(ALL);
    }

    @Override
    public Optional<Reading> read(Sheet inputs, RunProperties properties, Around around) {
        inputs.leave(ALL);
        return Optional.empty();
    }
}
