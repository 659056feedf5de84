package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;

/** Values that are refused before anything starts. */
final class Refused {
    private Refused() {}

    static void refused(Parameter<?> parameter, String value, String complaint) {
        assertThatThrownBy(() -> parameter.type().parse(new Json.Str(value)))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining(complaint);
    }
}
