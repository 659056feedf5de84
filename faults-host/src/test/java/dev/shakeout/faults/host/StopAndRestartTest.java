package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Target;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services that are ended and come back: as the very same, and only once. */
class StopAndRestartTest {
    private static final Rung CAPTURED = new ProcessStop().rungs().get(1);

    @TempDir
    Path folder;

    private final String mark = UUID.randomUUID().toString();
    private final List<Process> started = new ArrayList<>();
    private Machine machine;

    @BeforeEach
    void start() {
        machine = Machines.in(folder);
    }

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
        running().forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }

    private List<Long> running() {
        var procfs = new Procfs(machine);
        return procfs.pids().stream()
                .filter(pid -> procfs.commandLine(pid).contains(mark))
                .filter(pid -> procfs.stat(pid).filter(stat -> !stat.ended()).isPresent())
                .toList();
    }

    /** A shell that waits, with words on its command line that are hard to quote, and our mark. */
    private Target service(List<String> before, Map<String, String> variables) throws Exception {
        var argv = new ArrayList<>(before);
        argv.addAll(List.of("sh", "-c", "while :; do sleep 0.1; done", "it's", "", "$(id) \"two\\n words\"\n", mark));
        var builder = new ProcessBuilder(argv)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(variables);
        Process process = builder.start();
        started.add(process);
        await().until(() ->
                new Procfs(machine).commandLine(process.pid()).getFirst().equals("sh"));
        return new ProcessFinder()
                .find(Arguments.NONE.with(ProcessFinder.PID, (int) process.pid()), machine)
                .getFirst();
    }

    private record Likeness(
            List<String> argv, String variables, Path cwd, Path out, List<String> ids, List<String> groups) {}

    private Likeness likeness(long pid) throws Exception {
        var procfs = new Procfs(machine);
        return new Likeness(
                procfs.commandLine(pid),
                new String(Files.readAllBytes(machine.proc(pid + "/environ")), StandardCharsets.UTF_8),
                Files.readSymbolicLink(machine.proc(pid + "/cwd")),
                Files.readSymbolicLink(machine.proc(pid + "/fd/1")),
                List.of("Uid", "Gid", "Groups", "Umask").stream()
                        .map(key -> procfs.status(Long.toString(pid), key).orElse(""))
                        .toList(),
                procfs.lines(pid + "/cgroup"));
    }

    private void comesBackAsItWas(List<String> before) throws Exception {
        Target target = service(before, Map.of("PATH", "/usr/bin:/bin", "SECRET", "it's \"a\"\n$x", "EMPTY", ""));
        Likeness likeness = likeness(Long.parseLong(target.detail("pid")));
        var fault = Faulted.by(new ProcessStop(), 1, Arguments.NONE, target, machine);
        try (fault) {
            assertThat(running()).isEmpty();
        }
        assertThat(fault.prepared()
                        .effect()
                        .gone(fault.before(), fault.prepared().effect().read()))
                .isTrue();
        assertThat(running()).hasSize(1);
        assertThat(likeness(running().getFirst())).isEqualTo(likeness);
        try (var left = Files.list(folder.resolve("run"))) {
            assertThat(left).extracting(path -> path.getFileName().toString()).containsExactly("runs");
        }
    }

    @Test
    void what_was_stopped_is_started_again_as_it_was() throws Exception {
        comesBackAsItWas(List.of());
    }

    @Test
    void a_service_of_another_user_is_started_again_as_that_user() throws Exception {
        assumeTrue(machine.isRoot(), "needs root");
        Files.setPosixFilePermissions(folder, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
        comesBackAsItWas(List.of("setpriv", "--reuid=61235", "--regid=61236", "--groups=61237,61238"));
    }

    @Test
    void what_somebody_else_has_started_again_is_not_started_twice() throws Exception {
        Target target = service(List.of(), Map.of("PATH", "/usr/bin:/bin"));
        var prepared = CAPTURED.plan(target, Arguments.NONE, machine);
        try (var on = new dev.shakeout.engine.Injections(prepared.steps(), target, machine)) {
            assertThat(on.inject()).isEmpty();
            service(List.of(), Map.of("PATH", "/usr/bin:/bin"));
            assertThat(on.takeBack()).isEmpty();
            assertThat(running()).hasSize(1);
        }
    }

    @Test
    void two_who_take_it_back_at_once_start_it_once() throws Exception {
        Target target = service(List.of(), Map.of("PATH", "/usr/bin:/bin"));
        var prepared = CAPTURED.plan(target, Arguments.NONE, machine);
        try (var on = new dev.shakeout.engine.Injections(prepared.steps(), target, machine)) {
            assertThat(on.inject()).isEmpty();
            var inverse = prepared.steps().getLast().undo().orElseThrow().argv();
            var both = List.of(new ProcessBuilder(inverse).start(), new ProcessBuilder(inverse).start());
            for (Process undo : both) {
                assertThat(undo.waitFor()).isZero();
            }
            assertThat(running()).hasSize(1);
        }
        assertThat(running()).hasSize(1);
    }

    @Test
    void a_process_with_a_title_is_refused_unless_its_command_is_given() throws Exception {
        var titled = new ProcessBuilder("bash", "-c", "exec -a 'db: master process' sleep 301").start();
        started.add(titled);
        await().until(() -> new Procfs(machine).commandLine(titled.pid()).contains("db: master process"));
        Target target = new ProcessFinder()
                .find(Arguments.NONE.with(ProcessFinder.PID, (int) titled.pid()), machine)
                .getFirst();
        assertThat(CAPTURED.missingFor(target, Arguments.NONE, machine))
                .get()
                .asString()
                .contains("does not say how it was started");
        Arguments given = Arguments.NONE.with(ProcessStop.START, List.of("sleep", "302"));
        assertThat(CAPTURED.missingFor(target, given, machine)).isEmpty();
    }

    @Test
    void without_systemd_its_way_says_so() {
        assumeTrue(Files.notExists(Path.of("/run/systemd/system")), "systemd runs here");
        assertThat(new ServiceUnit().missing(machine)).contains("systemd does not run here");
    }

    @Test
    void ends_a_process_each_time_its_supervisor_has_started_it() throws Exception {
        var supervisor = new ProcessBuilder(
                        "sh",
                        "-c",
                        "while :; do sh -c 'while :; do sleep 0.1; done' \"$1\"; echo; done",
                        "sh",
                        mark + "!")
                .start();
        started.add(supervisor);
        var procfs = new Procfs(machine);
        await().until(() -> supervisor
                .children()
                .anyMatch(child -> !procfs.commandLine(child.pid()).isEmpty()));
        long child = supervisor.children().findFirst().orElseThrow().pid();
        Target target = new ProcessFinder()
                .find(Arguments.NONE.with(ProcessFinder.PID, (int) child), machine)
                .getFirst();
        Arguments often = Arguments.NONE.with(ProcessRestart.INTERVAL, Duration.ofMillis(150));
        try (var _ = Faulted.by(new ProcessRestart(), 0, often, target, machine)) {
            for (int ends = 0; ends < 4; ends++) {
                assertThat(supervisor.inputReader().readLine()).isEmpty();
            }
        }
        await().until(() -> supervisor.children().count() == 1);
        List<ProcessHandle> last = supervisor.children().toList();
        supervisor.destroyForcibly().waitFor(); // first, or it would start another
        last.forEach(ProcessHandle::destroyForcibly);
    }
}
