package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.engine.Injections;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Json;
import dev.shakeout.model.Target;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The time that a running process sees, of a clock that says the time for each line that it is given. */
class TimeSkewTest {
    private static final Rung CONTROL_FILE = new TimeSkew().rungs().getFirst();

    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();
    private Machine machine;
    private Path control;

    @BeforeEach
    void start() {
        machine = Machines.in(folder);
        control = folder.resolve("control");
    }

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    private static Path library() throws IOException {
        try (var folders = Files.list(Path.of("/usr/lib"))) { // not into them: some are not for everybody to read
            var library = folders.map(folder -> folder.resolve("faketime/libfaketime.so.1"))
                    .filter(Files::isReadable)
                    .findFirst();
            assumeTrue(library.isPresent(), "needs libfaketime (Debian: libfaketime)");
            return library.get();
        }
    }

    private record Clock(Process process, BufferedReader output, Target target) {
        /** How far it is ahead of the host's. */
        double off() throws IOException {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            return Double.parseDouble(output.readLine()) - System.currentTimeMillis() / 1000.0;
        }
    }

    private Clock clock(Map<String, String> variables) throws IOException {
        var builder = new ProcessBuilder(
                "python3",
                "-c",
                "import sys, time\nprint(flush=True)\nfor line in sys.stdin: print(time.time(), flush=True)");
        builder.environment().putAll(variables);
        Process process = builder.start();
        started.add(process);
        BufferedReader output = process.inputReader();
        assertThat(output.readLine()).isEmpty();
        Target target = new ProcessFinder()
                .find(Arguments.NONE.with(ProcessFinder.PID, (int) process.pid()), machine)
                .getFirst();
        return new Clock(process, output, target);
    }

    private Clock fakeable() throws IOException {
        return clock(Map.of(
                "LD_PRELOAD",
                library().toString(),
                "FAKETIME_TIMESTAMP_FILE",
                control.toString(),
                "FAKETIME_NO_CACHE",
                "1"));
    }

    private static Arguments by(String offset) {
        return Arguments.NONE.with(TimeSkew.OFFSET, new Offset.Kind().parse(Json.of(offset)));
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("run"))
                    .toList();
        }
    }

    @Test
    void a_running_process_sees_another_time_until_it_is_taken_back() throws Exception {
        Clock clock = fakeable();
        assertThat(clock.off()).isBetween(-1.0, 1.0);
        for (String offset : List.of("-5m", "+1h", "90s")) {
            double seconds = new Offset.Kind().parse(Json.of(offset)).value();
            var fault = Faulted.by(new TimeSkew(), 0, by(offset), clock.target(), machine);
            try (fault) {
                assertThat(clock.off()).as(offset).isBetween(seconds - 1, seconds + 1);
            }
            assertThat(clock.off()).isBetween(-1.0, 1.0);
            assertThat(fault.prepared()
                            .effect()
                            .gone(fault.before(), fault.prepared().effect().read()))
                    .isTrue();
            assertThat(names()).isEmpty();
        }
    }

    @Test
    void what_was_in_the_control_file_is_there_again_afterwards() throws Exception {
        Files.writeString(control, "+60\n");
        Clock clock = fakeable();
        assertThat(clock.off()).isBetween(59.0, 61.0);
        var prepared = CONTROL_FILE.plan(clock.target(), by("+2h"), machine);
        try (var on = new Injections(prepared.steps(), clock.target(), machine)) {
            assertThat(on.inject()).isEmpty();
            assertThat(clock.off()).isBetween(7199.0, 7201.0);
            assertThat(on.takeBack()).isEmpty();
            var again = prepared.steps().getFirst().undo().orElseThrow();
            assertThat(again.durable())
                    .as("a file survives a restart of the host")
                    .isTrue();
            assertThat(machine.processes().run(again.argv()).ok()).isTrue();
        }
        assertThat(control).hasContent("+60");
        assertThat(clock.off()).isBetween(59.0, 61.0);
        assertThat(names()).containsExactly("control");
    }

    @Test
    void of_two_offsets_the_one_that_is_left_counts() throws Exception {
        Clock clock = fakeable();
        var first = CONTROL_FILE.plan(clock.target(), by("+1h"), machine);
        var second = CONTROL_FILE.plan(clock.target(), by("-1h"), machine);
        try (var one = new Injections(first.steps(), clock.target(), machine);
                var two = new Injections(second.steps(), clock.target(), machine)) {
            assertThat(one.inject()).isEmpty();
            assertThat(two.inject()).isEmpty();
            assertThat(clock.off()).isBetween(-3601.0, -3599.0);
            assertThat(one.takeBack()).isEmpty();
            assertThat(clock.off()).isBetween(-3601.0, -3599.0);
            assertThat(two.takeBack()).isEmpty();
            assertThat(clock.off()).isBetween(-1.0, 1.0);
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void a_process_that_cannot_be_skewed_is_refused_with_how_to_start_it() throws Exception {
        assertRefused(Map.of(), "runs without libfaketime");
        String library = library().toString();
        assertRefused(Map.of("LD_PRELOAD", library), "has no FAKETIME_TIMESTAMP_FILE");
        assertRefused(Map.of("LD_PRELOAD", library, "FAKETIME_TIMESTAMP_FILE", "/not/there/file"), "cannot be written");
        assertRefused(
                Map.of("LD_PRELOAD", library, "FAKETIME_TIMESTAMP_FILE", control.toString(), "FAKETIME", "+1h"),
                "started with FAKETIME,");
    }

    private void assertRefused(Map<String, String> variables, String why) throws IOException {
        assertThat(CONTROL_FILE.missingFor(clock(variables).target(), by("+1h"), machine))
                .get()
                .asString()
                .contains(why);
    }

    @Test
    void an_offset_has_a_unit_and_a_size() {
        var type = new Offset.Kind();
        assertThat(type.parse(Json.of("-1m30s"))).isEqualTo(new Offset(Duration.ofSeconds(-90)));
        assertThat(type.parse(Json.of("1500ms"))).isEqualTo(new Offset(Duration.ofMillis(1500)));
        assertThat(type.parse(Json.of(type.parse(Json.of("-1500ms")).toString())))
                .isEqualTo(new Offset(Duration.ofMillis(-1500)));
        for (String bad : List.of("400", "5", "", "-", "--5m", "0s", "1ms", "99999d")) {
            assertThatThrownBy(() -> type.parse(Json.of(bad))).as(bad).isInstanceOf(dev.shakeout.model.BadValue.class);
        }
    }
}
