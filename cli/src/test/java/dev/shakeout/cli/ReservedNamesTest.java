package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.engine.Catalog;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A parameter stands in a file beside keys that mean something already. */
class ReservedNamesTest {
    static Stream<Descriptor> probes() {
        return Catalog.installed().vocabulary().probes().values().stream();
    }

    static Stream<Descriptor> finders() {
        return Catalog.installed().vocabulary().targets().values().stream();
    }

    private static List<String> names(Descriptor descriptor) {
        return descriptor.parameters().stream().map(Parameter::name).toList();
    }

    @ParameterizedTest
    @MethodSource("probes")
    void aProbeHasNoParameterThatIsAKeyOfItsProvider(Descriptor probe) {
        assertThat(names(probe)).doesNotContain("type");
    }

    @ParameterizedTest
    @MethodSource("finders")
    void aTargetHasNoCriterionThatIsAKeyOfItsSelector(Descriptor finder) {
        assertThat(names(finder)).doesNotContain("kind", "any-of", "mode", "value", "include-new", "draw");
    }
}
