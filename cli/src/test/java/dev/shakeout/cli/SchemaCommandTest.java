package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.cli.Shakeout.Ended;
import dev.shakeout.dialects.JsonReader;
import dev.shakeout.engine.Catalog;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The schema for editors: what it says is tested where it is made; here, that it comes to those who need it. */
class SchemaCommandTest {
    private static final Path ROOT = Path.of(System.getProperty("shakeout.home", ".."));

    private Path folder;
    private InProcess shakeout;

    @BeforeEach
    void begin(@TempDir Path temporary) {
        folder = temporary;
        shakeout = InProcess.at(temporary);
    }

    @Test
    void thePublishedSchemaIsTheOneThatIsPrinted() throws IOException {
        Ended ended = shakeout.run("schema");

        assertThat(ended.status()).as(ended.err()).isZero();
        var published = Files.readString(ROOT.resolve("docs/schema/experiment.json"));
        int differs = Arrays.mismatch(published.toCharArray(), ended.out().toCharArray());
        assertThat(differs)
                .as(
                        "docs/schema/experiment.json is stale from line %d on; run: ./shakeout schema --output docs/schema/experiment.json",
                        published.substring(0, Math.max(differs, 0)).lines().count())
                .isEqualTo(-1);
    }

    @Test
    void thePublishedCustomResourcesAreThoseThatArePrinted() throws IOException {
        Ended ended = shakeout.run("schema", "--crds");

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(Files.readString(ROOT.resolve("deploy/kubernetes/crds.yaml")).equals(ended.out()))
                .as(
                        "deploy/kubernetes/crds.yaml is stale; run: ./shakeout schema --crds --output deploy/kubernetes/crds.yaml")
                .isTrue();
        assertThat(ended.out().length()).isLessThan(500_000);
    }

    @Test
    void everyFaultProbeAndKindOfTargetIsInIt() {
        var defined = (Json.Obj)
                ((Json.Obj) JsonReader.read("schema", shakeout.run("schema").out()))
                        .get("$defs")
                        .orElseThrow();
        var vocabulary = Catalog.installed().vocabulary();

        assertThat(defined.members().keySet())
                .containsAll(vocabulary.faults().keySet().stream()
                        .map(name -> "fault-" + name.replace('/', '-'))
                        .toList())
                .containsAll(prefixed("provider-", vocabulary.probes().keySet().stream()))
                .containsAll(prefixed("target-", vocabulary.targets().keySet().stream()));
    }

    private static List<String> prefixed(String prefix, Stream<String> names) {
        return names.map(name -> prefix + name).toList();
    }

    @Test
    void itIsWrittenIntoAFileThatIsNamed() throws IOException {
        Path file = folder.resolve("made/experiment.schema.json");

        Ended ended = shakeout.run("schema", "--output", file.toString());

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.out()).isEmpty();
        assertThat(file).hasContent(shakeout.run("schema").out());
        assertThat(shakeout.run("schema", "--output", folder.toString()).err())
                .contains("cannot be written: it is a folder");
    }

    @Test
    void byChaosToolkitsRulesItTakesKeysThatMeanNothing() {
        assertThat(shakeout.run("schema").out()).contains("\"additionalProperties\": false");
        String lenient = shakeout.run("--compat", "chaostoolkit", "--no-log-file", "schema")
                .out();
        assertThat(lenient).contains("experiment-chaostoolkit.json");
        assertThat(lenient.split("\"additionalProperties\": false", -1))
                .as("but for a metric of CloudWatch, which is ours alone and read to the letter")
                .hasSize(2);
    }

    @Test
    void theExamplesNameTheSchemaThatIsThere() throws IOException {
        try (Stream<Path> examples = Files.list(ROOT.resolve("examples/fks/experiments"))) {
            assertThat(examples).isNotEmpty().allSatisfy(example -> {
                String line = Files.readString(example).lines().findFirst().orElseThrow();
                assertThat(line).startsWith("# yaml-language-server: $schema=");
                assertThat(example.resolveSibling(line.substring(line.indexOf('=') + 1)))
                        .exists();
            });
        }
    }
}
