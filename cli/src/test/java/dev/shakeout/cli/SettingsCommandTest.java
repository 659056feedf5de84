package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.cli.Shakeout.Ended;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsCommandTest {
    private static final String SETTINGS = """
            # mine
            notifications:
              - {type: http, url: "http://example.com", verify_tls: no}
              - {type: plugin, module: a.b, events: [run-failed]}
            auths:
              example.com: {type: basic, value: XYZ}
            runtime: {rollbacks: {strategy: always}}
            numbers: [1, 1.5, 'yes', null, "a: b"]
            """;

    private Path settings;
    private InProcess shakeout;

    @BeforeEach
    void begin(@TempDir Path home) throws IOException {
        Files.createDirectory(home.resolve(".chaostoolkit"));
        settings = Files.writeString(home.resolve(".chaostoolkit/settings.yaml"), SETTINGS);
        shakeout = InProcess.at(home);
    }

    @Test
    void showsTheFileOfTheHomeInEachFormat() {
        assertThat(shakeout.run("settings", "show").out())
                .contains("auths:\n  example.com:\n    type: basic\n", "verify_tls: false", "- 'yes'");
        assertThat(shakeout.run("settings", "show", "--format", "json").out())
                .contains("\"example.com\": {\"type\": \"basic\", \"value\": \"XYZ\"}");
    }

    @Test
    void getsAValueInEachFormat() {
        assertThat(get("auths.example\\.com.type", "string")).isEqualTo("basic\n");
        assertThat(get("auths.example\\.com.type", "json")).isEqualTo("\"basic\"\n");
        assertThat(get("notifications[0].verify_tls", "string")).isEqualTo("False\n");
        assertThat(get("notifications[1].events", "yaml")).isEqualTo("- run-failed\n\n");
    }

    @Test
    void setsAndRemovesWhatIsThereAndKeepsTheFilesPermissions() throws IOException {
        Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rw-------"));

        assertThat(shakeout.run("settings", "set", "auths.example\\.com.value", "\"ABC\"")
                        .status())
                .isZero();
        assertThat(shakeout.run("settings", "remove", "notifications[0]").status())
                .isZero();

        assertThat(get("auths.example\\.com.value", "string")).isEqualTo("ABC\n");
        assertThat(get("notifications[0].module", "string")).isEqualTo("a.b\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(settings)))
                .isEqualTo("rw-------");
        assertThat(settings.getParent()).isDirectoryContaining("glob:**/settings.yaml");
        try (var files = Files.list(settings.getParent())) {
            assertThat(files).as("no draft is left").hasSize(1);
        }
    }

    @Test
    void whatIsNotThereEndsWithOneAndChangesNothing() throws IOException {
        for (String command : List.of("get", "remove")) {
            Ended ended = shakeout.run("settings", command, "auths.nobody");
            assertThat(ended.status()).isEqualTo(1);
            assertThat(ended.err()).contains("the settings have no 'auths.nobody'");
        }
        assertThat(shakeout.run("settings", "set", "new", "1").status()).isEqualTo(1);
        assertThat(shakeout.run("settings", "set", "numbers", "not json").err()).contains("text needs double quotes");
        assertThat(settings).hasContent(SETTINGS);
    }

    @Test
    void aFileThatIsMissingOrBrokenIsToldWithItsPath() throws IOException {
        Files.writeString(settings, "a: [1");
        assertThat(shakeout.run("settings", "show").err()).contains("settings.yaml:", "not valid YAML");
        Files.delete(settings);
        Ended ended = shakeout.run("settings", "show");
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err()).contains("No settings file found at " + settings);
    }

    @Test
    void withoutACommandItsHelpIsShown() {
        Ended ended = shakeout.run("settings");
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.out()).contains("show", "get", "set", "remove");
    }

    @Test
    void chaosToolkitItselfAnswersTheSame(@TempDir Path theirs) throws Exception {
        String chaos = System.getenv().getOrDefault("CHAOS", "");
        assumeTrue(!chaos.isEmpty(), "no Chaos Toolkit to compare with; set CHAOS to its command");
        Path other = Files.writeString(theirs.resolve("settings.yaml"), SETTINGS);
        for (String line : """
                show
                get auths.example\\.com
                get notifications[0].url
                get notifications[5]
                get numbers[2] --format string
                get numbers --format string
                get nothing
                get auths.example.com
                set auths.example\\.com.value {"a":[1,2.5,null]}
                get auths.example\\.com.value --format string
                set numbers[1] 1e20
                get numbers
                set nothing 1
                set numbers nonsense
                remove notifications[0]
                remove notifications[7]
                remove runtime.rollbacks
                show
                """.lines().toList()) {
            var ours = new ArrayList<>(List.of("--settings", settings.toString(), "settings"));
            ours.addAll(List.of(line.split(" ")));
            Ended answer = shakeout.run(ours.toArray(String[]::new));
            Ended reference = chaos(chaos, other, line);
            assertThat(answer.status()).as(line + reference).isEqualTo(reference.status());
            if (reference.status() == 0) {
                assertThat(answer.out()).as(line).isEqualTo(reference.out());
            }
        }
        assertThat(settings).hasSameTextualContentAs(other);
    }

    private static Ended chaos(String chaos, Path settings, String line) throws IOException, InterruptedException {
        var command = new ArrayList<>(
                List.of(chaos, "--no-version-check", "--no-log-file", "--settings", settings.toString(), "settings"));
        command.addAll(List.of(line.split(" ")));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), out, "");
    }

    private String get(String key, String format) {
        Ended ended = shakeout.run("settings", "get", key, "--format", format);
        assertThat(ended.status()).as(ended.err()).isZero();
        return ended.out();
    }
}
