package dev.shakeout.dialects.gremlin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.shakeout.dialects.foreign.Choices;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.ForeignCorpus;
import dev.shakeout.dialects.foreign.TargetMap;
import dev.shakeout.dialects.foreign.TargetMapReader;
import dev.shakeout.dialects.foreign.Translated;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file of the corpus becomes what stands beside it; every field and every way to take it is in one of them. */
class GremlinTest {
    private static final ForeignCorpus CORPUS = new ForeignCorpus("gremlin");
    private static final ForeignCorpus WRONG = new ForeignCorpus("gremlin/wrong");

    static List<Path> files() {
        return CORPUS.files();
    }

    static List<Path> wrongFiles() {
        return WRONG.files();
    }

    @ParameterizedTest
    @MethodSource("files")
    void aFileBecomesWhatIsExpected(Path file) {
        String became = ForeignCorpus.became(translated(file));

        assertThat(became).isEqualTo(CORPUS.expected(file, became));
    }

    @ParameterizedTest
    @MethodSource("wrongFiles")
    void aWrongFileIsRefusedWithAllItsMistakesAndTheirPlaces(Path file) {
        List<Problem> problems =
                catchThrowableOfType(InvalidInput.class, () -> translated(file)).problems();
        String told = problems.stream().map(Problem::toString).collect(Collectors.joining("\n# ", "# ", "\n"));

        assertThat(problems).allMatch(problem -> problem.position().isPresent());
        assertThat(told).isEqualTo(WRONG.expected(file, told));
    }

    /** By the map that lies beside the file, if there is one. */
    private static List<Translated> translated(Path file) {
        Path map = file.resolveSibling(file.getFileName().toString().replace(".yaml", ".map"));
        TargetMap targets = Files.exists(map)
                ? TargetMapReader.read(map.getFileName() + ".yaml", ForeignCorpus.text(map))
                : TargetMap.NONE;
        return ForeignCorpus.translated(ForeignCorpus.text(file), new Choices(targets, Optional.empty()));
    }

    @Test
    void everyFieldAndEveryWayToTakeItIsInOneOfTheFiles() {
        Set<Taken> taken = new HashSet<>();
        for (Path file : files()) {
            if (!file.getFileName().toString().startsWith("wrong-")) {
                translated(file)
                        .forEach(one -> one.fidelity()
                                .fields()
                                .forEach(field -> taken.add(new Taken(field.path(), field.fidelity()))));
            }
        }
        Set<Taken> told = new HashSet<>();
        new Gremlin().parity().forEach(chapter -> chapter.fields().forEach(field -> told.addAll(ways(field))));

        assertThat(without(told, taken)).as("ways that no file takes").isEmpty();
        assertThat(without(taken, told)).as("ways that no page tells of").isEmpty();
    }

    private static Set<Taken> without(Set<Taken> all, Set<Taken> some) {
        var rest = new HashSet<>(all);
        rest.removeAll(some);
        return rest;
    }

    private record Taken(String path, Fidelity way) {}

    private static Set<Taken> ways(Field field) {
        var ways = new HashSet<Taken>();
        field.ways().forEach(way -> ways.add(new Taken(field.path(), way)));
        return ways;
    }
}
