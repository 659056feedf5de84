package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.cli.Shakeout.Ended;
import dev.shakeout.dialects.JsonReader;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of the user's own Python: 'info extensions' and 'discover'. */
class ExtensionCommandsTest {
    private Path folder;
    private InProcess shakeout;

    @BeforeEach
    void begin(@TempDir Path temporary) throws IOException {
        folder = temporary;
        shakeout = FakeExtension.seenBy(InProcess.at(temporary), temporary.resolve("python"));
    }

    @Test
    void theExtensionsOfTheUsersPythonAreListed() {
        Ended ended = shakeout.run("info", "extensions", "--python", "/usr/bin/python3");

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.out())
                .startsWith("NAME ")
                .containsPattern("chaostoolkit-fake +1\\.2 +MIT +things that are not there")
                .doesNotContain("chaostoolkit-lib ");
    }

    @Test
    void versionsAndSettingsAreTold() throws IOException {
        assertThat(shakeout.run("info", "core").out()).contains("CLI ", Version.NUMBER, "Java ");
        assertThat(shakeout.run("info", "settings").out()).contains("No settings file found at " + folder);

        Files.createDirectory(folder.resolve(".chaostoolkit"));
        Files.writeString(folder.resolve(".chaostoolkit/settings.yaml"), "a: 1 # mine\n");
        assertThat(shakeout.run("info", "settings").out()).contains("a: 1 # mine");

        assertThat(shakeout.run("info", "extension").err()).contains("did you mean 'extensions'?");
    }

    @Test
    void aPythonThatIsNoneIsTold() {
        Ended ended = shakeout.run("info", "extensions", "--python", "/no/such/python");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("the Python /no/such/python is no program that can be started");
    }

    @Test
    void whatAnExtensionHasIsKept() throws IOException {
        Path outcome = folder.resolve("found.json");

        Ended ended =
                shakeout.run("discover", "--no-install", "--discovery-path", outcome.toString(), "chaostoolkit-fake");

        assertThat(ended.status()).as(ended.err()).isZero();
        var discovery = (Json.Obj) JsonReader.read("found.json", Files.readString(outcome));
        assertThat(discovery.members())
                .containsEntry("date", Json.of("2026-01-31"))
                .containsEntry("system", Json.object("nodes", 3));

        shakeout.run(
                "discover",
                "--no-install",
                "--no-system-info",
                "--discovery-path",
                outcome.toString(),
                "chaostoolkit-fake");
        assertThat(Files.readString(outcome)).contains("\"system\": null");
    }

    @Test
    void anExtensionThatIsNotThereYetIsInstalledIntoTheUsersEnvironment() throws Exception {
        Path environment = folder.resolve("venv");
        var venv = new ProcessBuilder("/usr/bin/python3", "-m", "venv", environment.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assumeTrue(venv.waitFor() == 0, "this Python cannot make virtual environments (package python3-venv)");
        Path packages = Files.createDirectory(folder.resolve("packages"));
        FakeExtension.pack(folder.resolve("to-pack"), packages);
        Path outcome = folder.resolve("found.json");
        InProcess own = InProcess.at(folder)
                .with("VIRTUAL_ENV", environment.toString())
                .with("PIP_NO_INDEX", "1")
                .with("PIP_FIND_LINKS", packages.toString());

        Ended installed = own.run("discover", "--discovery-path", outcome.toString(), "chaostoolkit-fake");
        Ended missing = own.run("discover", "--discovery-path", outcome.toString(), "chaostoolkit-nowhere");

        assertThat(installed.status()).as(installed.err()).isZero();
        assertThat(outcome).content().contains("\"count\"");
        assertThat(own.run("info", "extensions").out()).contains("chaostoolkit-fake");
        assertThat(missing.status()).isEqualTo(7);
        assertThat(missing.err()).contains("failed to install 'chaostoolkit-nowhere': ERROR: ");
    }

    @Test
    void anExtensionThatCannotBeAskedIsToldAndByChaosToolkitsRulesNoFailure() {
        Path outcome = folder.resolve("found.json");

        Ended missing = shakeout.run(
                "discover", "--no-install", "--discovery-path", outcome.toString(), "chaostoolkit-nowhere");
        Ended broken =
                shakeout.run("discover", "--no-install", "--discovery-path", outcome.toString(), "chaostoolkit-broken");
        Ended theirs = shakeout.run(
                "--compat", "chaostoolkit", "--no-log-file", "discover", "--no-install", "chaostoolkit-nowhere");

        assertThat(missing.status()).isEqualTo(7);
        assertThat(missing.err()).contains("Package chaostoolkit-nowhere not found");
        assertThat(broken.status()).isEqualTo(7);
        assertThat(broken.err()).contains("could not load Python module 'brokenext': no good");
        assertThat(theirs.status()).isZero();
        assertThat(outcome).doesNotExist();
    }
}
