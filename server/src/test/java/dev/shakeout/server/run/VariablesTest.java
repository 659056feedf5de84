package dev.shakeout.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.model.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VariablesTest {
    private static final Map<String, String> HERE = Map.of(
            "FKS_API",
            "http://api",
            "PASSWORD",
            "p",
            "OTHER",
            "x",
            "SHAKEOUT_DATABASE_URL",
            "jdbc:postgresql://u:p@db/s",
            "OTEL_EXPORTER_OTLP_HEADERS",
            "key=let-me-in");

    private static Variables of(String definition) {
        return Variables.of((Json.Obj) JsonReader.read(definition), HERE);
    }

    @Test
    void aRunFindsWhatItsDefinitionNamesAndNothingElse() {
        var variables = of("""
                {"title": "t", "configuration": {"api": {"type": "env", "key": "FKS_API"}, "n": 3},
                 "secrets": {"db": {"password": {"type": "env", "key": "PASSWORD"}}},
                 "method": [{"type": "env", "key": "OTHER"}]}""");
        assertThat(variables.set()).isEqualTo(Map.of("FKS_API", "http://api", "PASSWORD", "p"));
        assertThat(variables.missing()).isEmpty();
    }

    @Test
    void whatIsNotSetAndHasNoDefaultIsMissing() {
        var variables = of("""
                {"configuration": {"a": {"type": "env", "key": "A"}, "b": {"type": "env", "key": "B", "default": "1"}}}""");
        assertThat(variables.set()).isEmpty();
        assertThat(variables.missing()).containsExactly("A");
    }

    @Test
    void whatIsAboutTheServerItselfIsForNoRun() {
        assertThat(of("""
                        {"configuration": {"url": {"type": "env", "key": "SHAKEOUT_DATABASE_URL"},
                                           "key": {"type": "env", "key": "OTEL_EXPORTER_OTLP_HEADERS"}}}""").set()).isEmpty();
    }
}
