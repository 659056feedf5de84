package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.dialects.TreeReader;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The chart says what the plain manifests say, which are tried on an API server. It has nothing but values in its templates,
 * so that this test can fill them in; helm itself is not run.
 */
class HelmChartTest {
    private static final Path DEPLOY = Path.of(System.getProperty("shakeout.home", ".."), "deploy");
    private static final Path CHART = DEPLOY.resolve("helm/shakeout");

    @Test
    void withItsOwnValuesItIsThePlainManifestWithoutTheNamespace() throws IOException {
        String plain = Files.readString(DEPLOY.resolve("kubernetes/operator.yaml"));

        assertThat(rendered("templates/operator.yaml")).isEqualTo(plain.substring(plain.indexOf("---\n") + 4));
    }

    @Test
    void itBringsTheSameCustomResources() throws IOException {
        assertThat(CHART.resolve("crds/crds.yaml")).hasSameTextualContentAs(DEPLOY.resolve("kubernetes/crds.yaml"));
    }

    @Test
    void itsNotesNameTheNamespaceThatItIsIn() throws IOException {
        assertThat(rendered("templates/NOTES.txt")).contains("--serviceaccount shakeout:shakeout-operator");
    }

    /** That build.sh gives to what it builds. */
    @Test
    void everyManifestNamesTheImageOfThisVersion() throws IOException {
        try (var manifests = Files.newDirectoryStream(DEPLOY.resolve("kubernetes"), "*.yaml")) {
            for (Path manifest : manifests) {
                assertThat(Files.readAllLines(manifest))
                        .as(manifest.toString())
                        .filteredOn(line -> line.strip().startsWith("image: "))
                        .allMatch(line -> line.strip().equals("image: shakeout:" + Version.NUMBER));
            }
        }
    }

    private static String rendered(String template) throws IOException {
        String text = Files.readString(CHART.resolve(template)).replace("{{ .Release.Namespace }}", "shakeout");
        Path values = CHART.resolve("values.yaml");
        var all = (Json.Obj) TreeReader.read(values.toString(), Files.readString(values), TreeReader.Form.BY_NAME)
                .json();
        for (var value : all.members().entrySet()) {
            text = text.replace(
                    "{{ .Values." + value.getKey() + " }}", value.getValue().text());
        }
        assertThat(text).doesNotContain("{{");
        return text;
    }
}
