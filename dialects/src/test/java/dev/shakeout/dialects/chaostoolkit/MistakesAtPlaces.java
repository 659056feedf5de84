package dev.shakeout.dialects.chaostoolkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.dialects.Mistakes;
import org.junit.jupiter.params.provider.Arguments;

/** Every class of mistake, told at its exact place with what is allowed: lines that a text is expected to be told. */
final class MistakesAtPlaces {
    /** Three lines, so that what a case adds starts on line 4. */
    static final String HEAD = "title: t\ndescription: d\n#\n";

    static final String METHOD = "method: []\n";
    static final String ACTION = "method:\n  - type: action\n    name: a\n    provider:\n";

    static final String PROBE = """
            method: []
            steady-state-hypothesis:
              title: h
              probes:
                - {type: probe, name: p, provider: {type: http, url: u}, tolerance: 200}
            """;

    private MistakesAtPlaces() {}

    static Arguments of(String what, String text, String... expected) {
        return Arguments.of(what, text, String.join("\n", expected));
    }

    static void areTold(String text, String expected) {
        assertThat(Mistakes.in("x.yaml", HEAD + text))
                .containsExactlyElementsOf(expected.lines().toList());
    }
}
