package dev.shakeout.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.EndsRun;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.model.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One process serves many, outlives none, and its end is nobody's but its own. */
class SideProcessTest {
    static final String MODULE = """
            import os, signal, stat, subprocess, sys, threading, time

            def sleep(seconds, mark=None):
                if mark:
                    open(mark, "w").close()
                time.sleep(seconds)
                return os.getpid()

            def patient(seconds, mark):
                open(mark, "w").close()
                try:
                    time.sleep(seconds)
                finally:
                    open(mark + ".left", "w").close()

            def dies(how):
                print("before the end", file=sys.stderr, flush=True)
                if how == "exit":
                    os._exit(7)
                if how == "kill":
                    os.kill(os.getpid(), signal.SIGKILL)
                import faulthandler
                faulthandler._sigsegv()

            def forges():
                for number in range(3, 64):
                    try:
                        if stat.S_ISFIFO(os.fstat(number).st_mode):
                            os.write(number, b"no answer at all\\n")
                    except OSError:
                        pass
                time.sleep(30)

            def starts():
                return [subprocess.Popen(["sleep", "1000"]).pid,
                        int(subprocess.check_output(["sh", "-c", "sleep 1000 >/dev/null & echo $!"]))]

            def starts_and_hangs():
                pids = starts() + [os.getpid()]
                threading.Thread(target=time.sleep, args=(1000,)).start()
                print("started", *pids, flush=True)
                time.sleep(1000)

            def gives_back(number):
                time.sleep(number % 7 / 10000)
                return number

            def forks():
                child = os.fork()
                if child == 0:
                    return "I am the child"
                os.waitpid(child, 0)
                return "I am the parent"
            """;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private UserPython python;
    private Path folder;

    @BeforeEach
    void write(@TempDir Path temporary) throws IOException {
        folder = temporary;
        python = UserPython.in(temporary).with("mine", MODULE);
    }

    @AfterEach
    void close() {
        python.close();
        threads.shutdownNow();
    }

    private String mark(String name) {
        return folder.resolve(name).toString();
    }

    private Future<Json> beside(Callable<Json> call) {
        return threads.submit(call);
    }

    private static String failure(Future<Json> future) {
        try {
            return "no failure but " + future.get();
        } catch (ExecutionException e) {
            return String.valueOf(e.getCause().getMessage());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void twentyThatSleepASecondTakeAboutASecond() throws Exception {
        python.pid(); // it runs
        long begun = System.nanoTime();
        var calls = new ArrayList<Future<Json>>();
        for (int i = 0; i < 20; i++) {
            calls.add(beside(() -> python.inBackground("sleep", "seconds", 1)));
        }
        for (Future<Json> call : calls) {
            assertThat(call.get()).isEqualTo(Json.of(python.pid()));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(4));
    }

    @Test
    void everyoneGetsTheAnswerToTheOwnQuestionHoweverFastItComes() throws Exception {
        var calls = new ArrayList<Future<Json>>();
        for (int i = 0; i < 8; i++) {
            int first = i * 100;
            calls.add(beside(() -> {
                for (int number = first; number < first + 100; number++) {
                    assertThat(python.call("gives_back", "number", number)).isEqualTo(Json.of(number));
                }
                return Json.of("all");
            }));
        }
        for (Future<Json> call : calls) {
            assertThat(call.get(1, TimeUnit.MINUTES)).isEqualTo(Json.of("all"));
        }
    }

    @ParameterizedTest
    @CsvSource({"exit, ended by itself with status 7", "kill, was ended by signal 9", "crash, was ended by signal 11"})
    void aCrashFailsWhatIsUnderWayAndNoMore(String how, String words) throws Exception {
        long first = python.pid();
        Future<Json> other = beside(() -> python.inBackground("sleep", "seconds", 60, "mark", mark("runs")));
        await().until(() -> Files.exists(Path.of(mark("runs"))));
        assertThatThrownBy(() -> python.call("dies", "how", how))
                .isInstanceOf(ProbeFailed.class)
                .hasMessageContainingAll("mine.dies: Python (", words, "before the end");
        assertThat(failure(other)).contains("mine.sleep", words);
        assertThat(python.pid()).isNotEqualTo(first);
    }

    @Test
    void oneThatWasKilledWhileIdleIsReplacedUnseen() throws Exception {
        long first = python.pid();
        ProcessHandle.of(first).ifPresent(ProcessHandle::destroyForcibly);
        await().until(() -> !UserPython.lives(first));
        await().untilAsserted(() -> assertThat(python.pid()).isNotEqualTo(first));
    }

    @Test
    void garbageEndsTheProcessThatGaveIt() throws Exception {
        long first = python.pid();
        assertThatThrownBy(() -> python.call("forges"))
                .isInstanceOf(ProbeFailed.class)
                .hasMessageContaining("gave an answer that cannot be read");
        await().until(() -> !UserPython.lives(first));
        assertThat(python.pid()).isNotEqualTo(first);
    }

    @Test
    void whatTakesTooLongIsInterruptedAndPythonLivesOn() throws Exception {
        long pid = python.pid();
        long begun = System.nanoTime();
        assertThatThrownBy(
                        () -> python.within(Duration.ofMillis(400), "patient", "seconds", 60, "mark", mark("patient")))
                .isInstanceOf(ProbeFailed.class)
                .isNotInstanceOf(EndsRun.class)
                .hasMessageContaining("python activity took too long: mine.patient gave no answer within 400 ms");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        assertThat(Path.of(mark("patient.left"))).exists();
        assertThat(python.pid()).isEqualTo(pid);
    }

    @Test
    void whatCannotBeInterruptedLosesItsProcessOnceNothingElseNeedsIt() throws Exception {
        long first = python.pid();
        Future<Json> other = beside(() -> python.inBackground("sleep", "seconds", 3, "mark", mark("other")));
        await().until(() -> Files.exists(Path.of(mark("other"))));
        assertThatThrownBy(() -> python.read(
                        "module",
                        "mine",
                        "func",
                        "sleep",
                        "arguments",
                        Json.object("seconds", 60),
                        "timeout",
                        "200ms",
                        "(background)",
                        true))
                .hasMessageContaining("took too long");

        assertThat(UserPython.lives(first)).isTrue();
        assertThat(python.pid()).isNotEqualTo(first);
        assertThat(other.get()).isEqualTo(Json.of(first));
        await().until(() -> !UserPython.lives(first));
    }

    @Test
    void anInterruptReachesTheFunctionAndTheNextCallIsServed() throws Exception {
        long pid = python.pid();
        Future<Json> call = beside(() -> python.call("patient", "seconds", 60, "mark", mark("waits")));
        await().until(() -> Files.exists(Path.of(mark("waits"))));
        call.cancel(true);
        await().until(() -> Files.exists(Path.of(mark("waits.left"))));
        assertThat(python.pid()).isEqualTo(pid);
    }

    @Test
    void nobodyIsHeldUpByAProcessThatDoesNotRead() throws Exception {
        long pid = python.pid();
        new ProcessBuilder("kill", "-STOP", Long.toString(pid)).start().waitFor();
        String big = "x".repeat(2_000_000);
        assertThatThrownBy(() -> python.read(
                        "module", "mine", "func", "x", "arguments", Json.object("value", big), "timeout", "300ms"))
                .hasMessageContaining("took too long");
        await().until(() -> !UserPython.lives(pid));
        assertThat(python.pid()).isNotEqualTo(pid);
    }

    @Test
    void aForkedChildGivesNoAnswer() throws Exception {
        assertThat(python.call("forks")).isEqualTo(Json.of("I am the parent"));
    }

    @Test
    void closingEndsItAndAllItStartedWithinASecond() throws Exception {
        var started = new ArrayList<>(pids(python.call("starts")));
        started.add(python.pid());
        assertThat(started).allMatch(UserPython::lives);
        long begun = System.nanoTime();
        python.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
        await().atMost(Duration.ofSeconds(1)).until(() -> started.stream().noneMatch(UserPython::lives));
    }

    @Test
    void closingDoesNotWaitForWhatIsUnderWay() throws Exception {
        Future<Json> call = beside(() -> python.inBackground("sleep", "seconds", 60, "mark", mark("busy")));
        await().until(() -> Files.exists(Path.of(mark("busy"))));
        long pid = python.pid();
        long begun = System.nanoTime();
        python.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
        assertThat(failure(call)).contains("mine.sleep");
        assertThat(UserPython.lives(pid)).isFalse();
    }

    private static List<Long> pids(Json json) {
        return ((Json.Arr) json)
                .items().stream().map(pid -> Long.parseLong(pid.text())).toList();
    }

    /** A JVM of its own with a side process in the middle of a call. */
    static final class Doomed {
        private Doomed() {}

        public static void main(String[] arguments) throws Exception {
            var machine = UserPython.machine(System.getenv());
            var side = new PythonSide(machine, java.util.Optional.of(arguments[0]), System.out::println);
            var call = Json.object("do", "call", "module", "mine", "func", "starts_and_hangs");
            side.ask(
                    call.with("arguments", Json.Obj.EMPTY).with("configuration", Json.Obj.EMPTY),
                    "mine.starts_and_hangs",
                    java.util.Optional.empty());
        }
    }

    @Test
    void itDoesNotOutliveAJvmThatIsKilled() throws Exception {
        Process jvm = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Doomed.class.getName(),
                        python.wrapper().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var said = new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8))) {
            String line = said.readLine();
            assertThat(line).startsWith("started ");
            List<Long> started = Arrays.stream(
                            line.substring("started ".length()).split(" "))
                    .map(Long::valueOf)
                    .toList();
            assertThat(started).hasSize(3).allMatch(UserPython::lives);
            jvm.destroyForcibly().waitFor();
            await().atMost(Duration.ofSeconds(5)).until(() -> started.stream().noneMatch(UserPython::lives));
        } finally {
            jvm.destroyForcibly();
        }
    }
}
