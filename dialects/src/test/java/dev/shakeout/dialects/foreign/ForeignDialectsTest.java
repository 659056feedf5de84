package dev.shakeout.dialects.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Of every dialect, without being told of it: each file of its corpus becomes what stands beside it, and every field, and
 * every way to take it, is in one of them. The corpus is the folder of the dialect's name under src/test/resources.
 */
class ForeignDialectsTest {
    static Stream<Named<Foreign>> dialects() {
        return Dialects.ALL.stream().map(dialect -> Named.of(dialect.name(), dialect));
    }

    static Stream<Arguments> files() {
        return Dialects.ALL.stream()
                .map(dialect -> new ForeignCorpus(dialect.name()))
                .flatMap(corpus -> corpus.files().stream()
                        .map(file -> Arguments.of(Named.of(file.getFileName().toString(), file), corpus)));
    }

    @ParameterizedTest
    @MethodSource("files")
    void aFileBecomesWhatIsExpected(Path file, ForeignCorpus corpus) {
        String became = ForeignCorpus.became(translated(file));

        assertThat(became).isEqualTo(corpus.expected(file, became));
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void everyFieldAndEveryWayToTakeItIsInOneOfTheFiles(Foreign dialect) {
        List<Path> files = new ForeignCorpus(dialect.name()).files();
        Set<Taken> taken = new HashSet<>();
        for (Path file : files) {
            translated(file)
                    .forEach(one -> one.fidelity()
                            .fields()
                            .forEach(field -> taken.add(new Taken(field.path(), field.fidelity()))));
        }
        Set<Taken> told = new HashSet<>();
        dialect.parity()
                .forEach(chapter -> chapter.fields()
                        .forEach(field -> field.ways().forEach(way -> told.add(new Taken(field.path(), way)))));

        assertThat(files).hasSizeGreaterThanOrEqualTo(40);
        assertThat(without(told, taken)).as("ways that no file takes").isEmpty();
        assertThat(without(taken, told)).as("ways that no page tells of").isEmpty();
    }

    private record Taken(String path, Fidelity way) {}

    private static Set<Taken> without(Set<Taken> all, Set<Taken> some) {
        var rest = new HashSet<>(all);
        rest.removeAll(some);
        return rest;
    }

    /** By the target map that lies beside the file, if there is one; one that has open-end in its name with five minutes. */
    static List<Translated> translated(Path file) {
        String name = file.getFileName().toString();
        Path map = file.resolveSibling(name.replace(".yaml", ".map"));
        TargetMap targets =
                Files.exists(map) ? TargetMapReader.read("map.yaml", ForeignCorpus.text(map)) : TargetMap.NONE;
        boolean chosen = name.contains("open-end");
        return ForeignCorpus.translated(
                file, new Choices(targets, chosen ? Optional.of(Duration.ofMinutes(5)) : Optional.empty()));
    }
}
