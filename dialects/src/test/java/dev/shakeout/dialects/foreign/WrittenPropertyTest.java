package dev.shakeout.dialects.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.dialects.Tree;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be said there comes back as it was, but for names, titles and what tells of them. */
class WrittenPropertyTest {
    private static final int TRIES = 400;

    static Stream<Named<Foreign>> dialects() {
        return Dialects.written().stream().map(dialect -> Named.of(dialect.name(), dialect));
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void oursComesBackAsItWas(Foreign dialect) {
        for (int seed = 0; seed < TRIES; seed++) {
            Tree.Obj ours = random(dialect, seed);

            assertThat(RoundTrip.differs(dialect, ours)).as("seed " + seed).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void thePageTellsOfAllThatBecomesOfIt(Foreign dialect) {
        Writer writer = dialect.writer().orElseThrow();
        Set<String> told = writer.parity().stream()
                .flatMap(chapter -> chapter.fields().stream())
                .flatMap(field -> field.ways().stream().map(way -> field.path() + ": " + way.detail()))
                .collect(Collectors.toSet());
        Set<String> taken = new HashSet<>();
        for (int seed = 0; seed < TRIES; seed++) {
            RoundTrip.written(dialect, random(dialect, seed))
                    .fidelity()
                    .fields()
                    .forEach(field ->
                            taken.add(field.path() + ": " + field.fidelity().detail()));
        }

        assertThat(taken).hasSizeGreaterThan(30).isSubsetOf(told);
    }

    private static Tree.Obj random(Foreign dialect, int seed) {
        return new RandomOurs(new Random(seed), dialect.name().equals("chaos-mesh")).next();
    }
}
