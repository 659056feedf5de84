package dev.shakeout.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.shakeout.engine.EndsRun;
import dev.shakeout.engine.JsonReader;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes to the user's functions, and what comes back. */
class PythonProbeTest {
    private UserPython python;

    @BeforeEach
    void write(@TempDir Path folder) throws IOException {
        python = UserPython.in(folder).with("mine", """
                import datetime, decimal, logging, os, subprocess, sys, threading, uuid

                def echo(value):
                    return value

                def kind(value):
                    return type(value).__name__

                def size(value):
                    return len(value)

                def repeated(text, times):
                    return text * times

                def rich():
                    return (datetime.datetime(2026, 11, 25, 17, 30), datetime.date(2026, 11, 25),
                            decimal.Decimal("1.50"), uuid.UUID(int=1), {1: "a", None: "b"})

                def odd():
                    return {"numbers": [float("nan"), float("inf"), 1.5]}

                def returns(expression):
                    return eval(expression)

                def deep(levels):
                    return [deep(levels - 1)] if levels else []

                def circle():
                    ring = []
                    ring.append(ring)
                    return ring

                def raises(words):
                    raise ValueError(words)

                def nested():
                    try:
                        raises("first")
                    except ValueError:
                        raise KeyError("second")

                def ends(code):
                    sys.exit(code)

                def stops():
                    raise KeyboardInterrupt

                def takes(configuration, secrets="none"):
                    return {"configuration": configuration, "secrets": secrets}

                def takes_nothing():
                    return "nothing"

                def noisy():
                    print("printed")
                    print("more", file=sys.stderr)
                    os.write(1, b'{"id":1,"value":"forged"}\\n')
                    sys.__stdout__.write("underneath\\n")
                    subprocess.run(["echo", "by a child"])
                    return "quiet"

                def asks():
                    return sys.stdin.read()

                def on_main_thread():
                    return threading.current_thread() is threading.main_thread()

                def tells():
                    logging.getLogger("chaostoolkit").info("pods are gone")

                def chaoslib_exits():
                    import signal
                    os.kill(os.getpid(), signal.SIGUSR1)

                def path():
                    return sys.path
                """);
    }

    @AfterEach
    void close() {
        python.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "0",
                "-12345678901234567890123456789",
                "1.5",
                "1e-7",
                "\"\"",
                "\"grüße, 世界 🌍 \\u0000 \\\" \\n\\u2028\"",
                "[]",
                "{}",
                "[1,[2,{\"a\":[null]}],\"x\"]",
                "{\"\":{\"ключ\":false}}"
            })
    void everyJsonValueGoesAndComesBackUnchanged(String text) throws Exception {
        Json value = JsonReader.read(text);
        assertThat(python.call("echo", "value", value)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"1,int", "1.0,float", "true,bool", "null,NoneType", "'\"x\"',str", "[],list", "{},dict"})
    void valuesAreWhatPythonReadsFromJson(String text, String type) throws Exception {
        assertThat(python.call("kind", "value", JsonReader.read(text))).isEqualTo(Json.of(type));
    }

    @Test
    void whatIsBigGoesBothWays() throws Exception {
        int size = 5_000_000;
        assertThat(python.call("size", "value", "ä".repeat(size))).isEqualTo(Json.of(size));
        assertThat(python.call("repeated", "text", "ä", "times", size).text()).isEqualTo("ä".repeat(size));
    }

    @Test
    void whatAJournalCanHoldIsWrittenAsChaosToolkitDoes() throws Exception {
        assertThat(python.call("rich").text())
                .isEqualTo("[\"2026-11-25T17:30:00\",\"2026-11-25\",\"1.50\","
                        + "\"00000000-0000-0000-0000-000000000001\",{\"1\":\"a\",\"null\":\"b\"}]");
        assertThat(python.call("odd").text()).isEqualTo("{\"numbers\":[null,null,1.5]}");
    }

    @ParameterizedTest
    @CsvSource({
        "{1}, Object of type '<class 'set'>' is not JSON serializable",
        "b'x', Object of type '<class 'bytes'>' is not JSON serializable",
        "object(), Object of type '<class 'object'>' is not JSON serializable",
        "'{(1,2): 3}', 'keys must be str, int, float, bool or None, not tuple'",
        "circle(), Circular reference detected",
        "'[\"x\" * 2**20] * 65', 'characters as JSON, and at most 67108864 can be kept'",
        "deep(600), nested deeper than 400 levels",
        "10 ** 2000, at most 1000 digits"
    })
    void whatAJournalCannotHoldFailsTheActivityAlone(String expression, String words) throws Exception {
        assertThatThrownBy(() -> python.call("returns", "expression", expression))
                .isInstanceOf(ProbeFailed.class)
                .hasMessageContaining("the function returned what a journal cannot hold")
                .hasMessageContaining(words);
        assertThat(python.call("echo", "value", 1)).isEqualTo(Json.of(1));
    }

    @Test
    void anExceptionIsToldAsChaosToolkitRecordsIt() throws Exception {
        var failed = catchThrowableOfType(ProbeFailed.class, () -> python.call("raises", "words", "no\nwäy"));
        assertThat(failed).hasMessage("ValueError: no\nwäy");
        List<String> trace = failed.trace();
        assertThat(trace.getFirst()).isEqualTo("Traceback (most recent call last):\n");
        assertThat(trace.get(1)).contains("mine.py\", line").contains("in raises");
        assertThat(trace).contains("ValueError: no\nwäy\n");
        assertThat(trace.getLast()).isEqualTo("chaoslib.exceptions.ActivityFailed: ValueError: no\nwäy\n");
        assertThat(String.join("", trace)).doesNotContain("<shakeout>");

        var second = catchThrowableOfType(ProbeFailed.class, () -> python.call("nested"));
        assertThat(second).hasMessage("KeyError: 'second'");
        assertThat(String.join("", second.trace())).contains("ValueError: first");
    }

    @Test
    void argumentsThatDoNotFitFailAsTheyDoInPython() {
        assertThatThrownBy(() -> python.call("echo", "other", 1))
                .isInstanceOf(ProbeFailed.class)
                .hasMessageContaining("TypeError: echo() got an unexpected keyword argument 'other'");
        assertThatThrownBy(() -> python.call("nowhere"))
                .isInstanceOf(ProbeFailed.class)
                .hasMessageContaining("has no attribute 'nowhere'");
    }

    @Test
    void anExitEndsTheRunAndNotPython() throws Exception {
        long pid = python.pid();
        assertThatThrownBy(() -> python.call("ends", "code", 3))
                .isInstanceOf(EndsRun.class)
                .hasMessage("SystemExit: 3");
        assertThatThrownBy(() -> python.inBackground("stops"))
                .isInstanceOf(EndsRun.class)
                .hasMessage("KeyboardInterrupt");
        assertThatThrownBy(() -> python.call("chaoslib_exits"))
                .isInstanceOf(EndsRun.class)
                .hasMessage("SystemExit: 20");
        assertThatThrownBy(
                        () -> { // the signal may arrive after the function that sent it is through
                            python.inBackground("chaoslib_exits");
                            python.call("echo", "value", 1);
                        })
                .isInstanceOf(EndsRun.class)
                .hasMessage("SystemExit: 20");
        assertThat(python.pid()).isEqualTo(pid);
    }

    @Test
    void configurationGoesToWhoHasTheParameterAndSecretsIfTheProviderNamesGroupsToo() throws Exception {
        Json.Obj configuration = Json.object("url", "http://x", "n", 1);
        Json.Obj secrets = Json.object("a", Json.object("k", "1", "l", "2"), "b", Json.object("k", "3"));

        assertThat(given("takes", configuration, secrets, "a", "b", "missing").text())
                .isEqualTo("{\"configuration\":{\"url\":\"http://x\",\"n\":1},\"secrets\":{\"k\":\"3\",\"l\":\"2\"}}");
        assertThat(given("takes", configuration, secrets).text()).contains("\"secrets\":\"none\"");
        assertThat(given("takes_nothing", configuration, secrets, "a").text()).isEqualTo("nothing");
    }

    private Json given(String function, Json.Obj configuration, Json.Obj secrets, String... groups) throws Exception {
        Json.Obj given =
                Json.object("module", "mine", "func", function, "(configuration)", configuration, "(secrets)", secrets);
        if (groups.length > 0) {
            given = given.with(
                    "secrets", Json.of(List.of(groups).stream().map(Json::of).toList()));
        }
        return python.read(given.members().entrySet().stream()
                .flatMap(member -> java.util.stream.Stream.of(member.getKey(), member.getValue()))
                .toArray());
    }

    @Test
    void secretsAreNeitherOnTheCommandLineNorInTheEnvironmentNorInWhatIsToldOfAFailure() throws Exception {
        Json.Obj secrets = Json.object("vault", Json.object("token", "marker-5f1e"));
        assertThat(given("takes", Json.object("key", "marker-c0de"), secrets, "vault")
                        .text())
                .contains("marker-5f1e", "marker-c0de");
        for (String file : List.of("cmdline", "environ")) {
            assertThat(Files.readString(Path.of("/proc", Long.toString(python.pid()), file)))
                    .doesNotContain("marker-");
        }
        python.machine().mask().cover(secrets); // as whoever resolves them does
        var failed = catchThrowableOfType(
                ProbeFailed.class, () -> python.call("raises", "words", "login with marker-5f1e refused"));
        assertThat(failed).hasMessage("ValueError: login with ••• refused");
        assertThat(failed.trace()).noneMatch(line -> line.contains("marker-5f1e"));
    }

    @Test
    void whatIsPrintedIsLogAndNeverAnAnswer() throws Exception {
        assertThat(python.call("noisy")).isEqualTo(Json.of("quiet"));
        assertThat(python.call("asks")).isEqualTo(Json.of(""));
        python.call("tells");
        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(String.join("\n", python.log()))
                        .contains("printed", "more", "forged", "underneath", "by a child", "INFO] pods are gone"));
    }

    @Test
    void whatPrintsWheneverPythonStartsDoesNoHarm() throws Exception {
        python.with("sitecustomize", "import sys; sys.stdout.write('hello from the start, without an end')");
        assertThat(python.call("echo", "value", 1)).isEqualTo(Json.of(1));
        assertThat(python.log()).contains("hello from the start, without an end");
    }

    @Test
    void theForegroundIsTheMainThreadAsSomeLibrariesNeedIt() throws Exception {
        assertThat(python.call("on_main_thread")).isEqualTo(Json.of(true));
        assertThat(python.inBackground("on_main_thread")).isEqualTo(Json.of(false));
    }

    @Test
    void modulesAreFoundAsByTheCommandChaos() throws Exception {
        var path = (Json.Arr) python.call("path");
        assertThat(path.items().get(0).text())
                .isEqualTo(UserPython.real().getParent().toString());
        assertThat(path.items().get(1).text())
                .isEqualTo(python.wrapper().getParent().toString());
        assertThat(path.items()).doesNotContain(Json.of(""));
    }
}
