package dev.shakeout.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Fault;
import dev.shakeout.engine.JsonReader;
import dev.shakeout.engine.MildArguments;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import java.util.LinkedHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault that an agent may be told of, without being told of new ones. */
class WrittenArgumentsTest {
    static Stream<Fault> faults() {
        return Catalog.installed().faults().values().stream()
                .filter(fault -> fault.targetKinds().contains("process"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void argumentsMeanTheSameToAnAgent(Fault fault) {
        var values = new LinkedHashMap<String, Object>();
        for (Parameter<?> parameter : fault.descriptor().parameters()) {
            parameter.fallback().ifPresent(value -> values.put(parameter.name(), value));
        }
        values.putAll(MildArguments.of(fault.descriptor()).values());
        var given = new Arguments(values);
        Json.Obj written = WrittenArguments.write(fault.descriptor(), given);
        var read = WrittenArguments.read(fault.descriptor(), (Json.Obj) JsonReader.read(written.compact()));
        assertThat(WrittenArguments.write(fault.descriptor(), read)).isEqualTo(written);
        assertThat(read.values().keySet()).isEqualTo(given.values().keySet());
    }
}
