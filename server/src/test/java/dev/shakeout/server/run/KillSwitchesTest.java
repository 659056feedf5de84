package dev.shakeout.server.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.shakeout.dialects.policy.FlagText;
import dev.shakeout.engine.FlagSources;
import dev.shakeout.model.Rule.FlagSource;
import dev.shakeout.server.run.KillSwitches.Pace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A flag must be on before a run begins and as long as it goes on; what cannot be read is given a moment, and then is off. */
class KillSwitchesTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Map<String, String> VARIABLES = Map.of("ON", "true", "OFF", "false", "ODD", "maybe");

    private final List<String> halted = new CopyOnWriteArrayList<>();
    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicBoolean away = new AtomicBoolean();

    private KillSwitches start(FlagSource source, Duration grace) {
        return KillSwitches.start(
                new Pace(Duration.ofMillis(10), grace),
                _ -> {
                    looks.incrementAndGet();
                    if (away.get()) {
                        throw new IllegalStateException("the store is away");
                    }
                    return Optional.of(source);
                },
                new FlagSources(VARIABLES, FlagText::defined, FlagText::answered),
                () -> Set.of("staging"),
                (environment, why) -> halted.add(environment + ": " + why));
    }

    private Optional<String> refusal(FlagSource source) {
        try (var switches = KillSwitches.start(
                new Pace(LONG, LONG),
                _ -> Optional.of(source),
                new FlagSources(VARIABLES, FlagText::defined, FlagText::answered),
                Set::of,
                (_, _) -> {})) {
            return switches.refusal("staging");
        }
    }

    /** As whoever changes it should: nobody reads half of it. */
    private static FlagSource file(Path folder, String text) throws IOException {
        Path draft = Files.writeString(folder.resolve("draft.json"), text);
        Path file = folder.resolve("flags.json");
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return new FlagSource.File(file, "chaos");
    }

    private static String flag(boolean on) {
        return """
                {"flags": {"chaos": {"state": "ENABLED", "variants": {"yes": true, "no": false}, "defaultVariant": "%s"}}}""".formatted(on ? "yes" : "no");
    }

    private void awaitLooks(int more) {
        int before = looks.get();
        await().until(() -> looks.get() >= before + more);
    }

    @Test
    void onlyWhatIsOnLetsARunBeginAndTheRefusalSaysWhatWasFound(@TempDir Path folder) throws IOException {
        assertThat(refusal(new FlagSource.Variable("ON"))).isEmpty();
        assertThat(refusal(new FlagSource.Variable("OFF")).orElse(""))
                .isEqualTo(
                        "the kill switch of environment 'staging' (variable OFF) must be on before a run begins: it is"
                                + " off");
        assertThat(refusal(new FlagSource.Variable("ODD")).orElse("")).endsWith("neither true nor false but 'maybe'");
        assertThat(refusal(new FlagSource.Variable("NONE")).orElse("")).endsWith("the variable is not set");
        assertThat(refusal(new FlagSource.File(folder.resolve("no.json"), "chaos"))
                        .orElse(""))
                .endsWith("there is no file " + folder.resolve("no.json"));
        assertThat(refusal(file(folder, "{\"flags\": {}}")).orElse("")).contains("there is no flag 'chaos'");
        assertThat(refusal(file(folder, "{\"flags\": ")).orElse("")).contains("flags.json");
        assertThat(refusal(file(folder, flag(true)))).isEmpty();
    }

    @Test
    void aServiceIsAskedAsOpenFeatureHasIt() throws IOException {
        var answer = new AtomicReference<>("{\"key\": \"chaos\", \"value\": true}");
        var asked = new CopyOnWriteArrayList<String>();
        HttpServer played = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        played.createContext("/", exchange -> {
            try (exchange) {
                asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
                byte[] text = answer.get().getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(text.length == 0 ? 404 : 200, text.length == 0 ? -1 : text.length);
                exchange.getResponseBody().write(text);
            }
        });
        played.start();
        var source = new FlagSource.Remote(
                URI.create("http://127.0.0.1:" + played.getAddress().getPort()), "chaos", Duration.ofSeconds(5));
        try {
            assertThat(refusal(source)).isEmpty();
            assertThat(asked).containsExactly("POST /ofrep/v1/evaluate/flags/chaos");
            answer.set("{\"value\": \"on\"}");
            assertThat(refusal(source).orElse("")).endsWith("neither true nor false but on");
            answer.set("");
            assertThat(refusal(source).orElse("")).contains("status 404");
        } finally {
            played.stop(0);
        }
        assertThat(refusal(source).orElse("")).contains("it cannot be read: ");
    }

    @Test
    void turningItOffHalts(@TempDir Path folder) throws IOException {
        FlagSource source = file(folder, flag(true));
        try (var _ = start(source, LONG)) {
            awaitLooks(3);
            assertThat(halted).isEmpty();
            file(folder, flag(false));
            await().until(() -> !halted.isEmpty());
            assertThat(halted.getFirst())
                    .isEqualTo("staging: the kill switch of environment 'staging' (" + source + ") was turned off");
        }
    }

    @Test
    void aFlagThatCannotBeReadForAMomentHaltsNothing(@TempDir Path folder) throws IOException {
        FlagSource source = file(folder, flag(true));
        try (var _ = start(source, LONG)) {
            Files.delete(folder.resolve("flags.json"));
            awaitLooks(5);
            file(folder, flag(true));
            awaitLooks(3);
            assertThat(halted).isEmpty();
        }
    }

    @Test
    void aFlagThatCannotBeReadForLongerThanTheGraceHalts(@TempDir Path folder) throws IOException {
        FlagSource source = file(folder, flag(true));
        try (var _ = start(source, Duration.ofMillis(200))) {
            awaitLooks(2);
            Files.delete(folder.resolve("flags.json"));
            await().until(() -> !halted.isEmpty());
            assertThat(halted.getFirst()).contains("could not be read for 0 s: there is no file");
        }
    }

    @Test
    void aStoreThatIsAwayDoesNotKeepItFromBeingWatched(@TempDir Path folder) throws IOException {
        FlagSource source = file(folder, flag(true));
        try (var _ = start(source, LONG)) {
            awaitLooks(2);
            away.set(true);
            awaitLooks(2);
            file(folder, flag(false));
            await().until(() -> !halted.isEmpty());
        }
    }
}
