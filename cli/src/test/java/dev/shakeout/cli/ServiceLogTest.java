package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.cli.Shakeout.Ended;
import dev.shakeout.engine.About;
import dev.shakeout.engine.JsonReader;
import dev.shakeout.model.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines of what goes on until it is ended, for whoever gathers logs. */
class ServiceLogTest {
    private static final Duration SOON = Duration.ofMinutes(2);

    private static List<Json.Obj> lines(String text) {
        return text.lines().map(line -> (Json.Obj) JsonReader.read(line)).toList();
    }

    @Test
    void aServerWritesAnObjectALine(@TempDir Path work) throws Exception {
        var shakeout = new Shakeout(work);
        var server = shakeout.startBehind(List.of("env", "SHAKEOUT_LOG_FORMAT=json"), "server", "--port", "0");
        await().atMost(SOON)
                .until(() -> server.saidSoFar().contains("listens at")
                        || !server.process().isAlive());
        server.process().destroy();
        Ended ended = server.end();

        assertThat(ended.err()).isEmpty();
        assertThat(lines(ended.out())).hasSizeGreaterThan(1).allSatisfy(line -> {
            assertThat(line.members().keySet()).containsExactly("time", "level", "message");
            assertThat(Instant.parse(line.get("time").orElseThrow().text())).isBefore(Instant.now());
            assertThat(line.get("level")).contains(Json.of("info"));
        });
    }

    @Test
    void theOptionCountsMoreThanTheVariableAndAWrongWordIsTold(@TempDir Path home) {
        var shell = InProcess.at(home).with("SHAKEOUT_LOG_FORMAT", "jsn");

        Ended wrong = shell.run("server", "--backup", home + "/b", "--data", home + "/no");
        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.err()).contains("SHAKEOUT_LOG_FORMAT", "did you mean 'json'?");
        Ended text = shell.run("--log-format", "text", "server", "--backup", home + "/b", "--data", home + "/no");
        assertThat(text.err()).contains("holds no store").doesNotStartWith("{");
        Ended other = shell.run("probes");
        assertThat(other.status()).as("it is of services alone").isZero();
    }

    @Test
    void aLineSaysWhatItsThreadIsAboutAndLibrariesSayItTheSameWay() {
        var err = new ByteArrayOutputStream();
        var plain =
                new Terminal(System.out, new PrintStream(err, true, StandardCharsets.UTF_8), false, false, Map.of());
        var terminal = plain.with(new Telling(
                plain.telling().clock(),
                LineForm.SERVICE,
                Optional.of(LineForm.SERVICE),
                LogLine.Level.INFO,
                Log.NONE));

        About.run(Map.of("environment", "staging"), () -> About.run(Map.of("run", "r-1"), () -> terminal.warn("a\nb")));
        LibraryLog.goesTo(terminal);
        Logger.getLogger("some.library").warning("is odd");
        Logger.getLogger("some.library").info("is well");

        var said = lines(err.toString(StandardCharsets.UTF_8));
        assertThat(said).hasSize(2);
        assertThat(said.getFirst().members())
                .containsEntry("run", Json.of("r-1"))
                .containsEntry("environment", Json.of("staging"))
                .containsEntry("message", Json.of("a\nb"))
                .containsEntry("level", Json.of("warning"));
        assertThat(said.getLast().get("message")).contains(Json.of("some.library: is odd"));
    }
}
