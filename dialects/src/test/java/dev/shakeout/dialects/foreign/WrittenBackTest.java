package dev.shakeout.dialects.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.dialects.Tree;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each file of the corpus that is read: theirs, as ours, as theirs again, and that as ours again, which is the same ours. */
class WrittenBackTest {
    /** Files that do not come back so, and why. */
    private static final Map<String, Map<String, String>> OTHERWISE = Map.of("chaos-mesh", Map.of(), "litmus", Map.of());

    static Stream<Named<Foreign>> dialects() {
        return Dialects.written().stream().map(dialect -> Named.of(dialect.name(), dialect));
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void oursBecomesTheSameAgain(Foreign dialect) {
        var otherwise = new TreeMap<String, String>();
        int same = 0;
        for (Path file : new ForeignCorpus(dialect.name()).files()) {
            int number = 0;
            for (Translated one : ForeignDialectsTest.translated(file)) {
                number++;
                if (one.document().isEmpty()) {
                    continue;
                }
                Optional<String> why = RoundTrip.differs(dialect, one.document().get());
                why.ifPresent(text -> otherwise.put(file.getFileName() + "#" + numberOf(one, file), text));
                same += why.isEmpty() ? 1 : 0;
            }
        }
        assertThat(otherwise.keySet()).as(otherwise.toString()).isEqualTo(OTHERWISE.get(dialect.name()).keySet());
        assertThat(same).isGreaterThan(40);
    }

    private static String numberOf(Translated one, Path file) {
        return one.name();
    }
}
