package dev.shakeout.cli.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NotHereTest {
    private static final List<Drill.Call> CALLS = CorpusFile.all().stream()
            .flatMap(file -> file.translated().stream())
            .flatMap(document -> Drill.of(document).calls().stream())
            .toList();

    @ParameterizedTest
    @EnumSource
    void some_file_needs_each_reason(NotHere reason) {
        assertThat(CALLS).anyMatch(reason::isAbout);
    }

    @ParameterizedTest
    @EnumSource
    void nothing_is_left_out_for_two_reasons(NotHere reason) {
        assertThat(CALLS.stream().filter(reason::isAbout))
                .allMatch(call -> java.util.Arrays.stream(NotHere.values())
                                .filter(each -> each.isAbout(call))
                                .count()
                        == 1);
    }
}
