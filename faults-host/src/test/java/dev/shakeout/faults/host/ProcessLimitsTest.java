package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Target;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process really cannot do any more: each line that it is given it tries something, and says how that went. */
class ProcessLimitsTest {
    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    /** A shell that runs the script once for each line of its input. */
    private final class Worker {
        private final Process process;
        private final BufferedReader output;

        Worker(List<String> before, String script) throws IOException {
            var argv = new ArrayList<>(before);
            argv.addAll(List.of("sh", "-c", "echo up; while read -r line; do " + script + "; done"));
            process = new ProcessBuilder(argv)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            started.add(process);
            output = process.inputReader();
            assertThat(output.readLine()).isEqualTo("up");
        }

        Target target(Machine machine) {
            return new ProcessFinder()
                    .find(Arguments.NONE.with(ProcessFinder.PID, (int) process.pid()), machine)
                    .getFirst();
        }

        String tries() throws IOException {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            return output.readLine();
        }
    }

    @Test
    void a_process_without_descriptors_opens_no_more_files_until_it_is_taken_back() throws Exception {
        Machine machine = Machines.in(folder);
        var worker = new Worker(List.of(), "if command exec 5</dev/null; then exec 5<&-; echo yes; else echo no; fi");
        Target target = worker.target(machine);
        assertThat(worker.tries()).isEqualTo("yes");
        String before = limits(target, machine);
        try (var fault = Faulted.by(new ProcessFdExhaustion(), 0, Arguments.NONE, target, machine)) {
            assertThat(fault.on().value()).isZero();
            assertThat(worker.tries()).isEqualTo("no");
        }
        assertThat(worker.tries()).isEqualTo("yes");
        assertThat(limits(target, machine)).as("its limits").isEqualTo(before);
    }

    @Test
    void leaves_as_many_descriptors_as_were_asked_for() throws Exception {
        Machine machine = Machines.in(folder);
        var worker = new Worker(List.of(), "if command exec 5</dev/null; then exec 5<&-; echo yes; else echo no; fi");
        Arguments some = Arguments.NONE.with(ProcessFdExhaustion.LEAVE, 20);
        try (var fault = Faulted.by(new ProcessFdExhaustion(), 0, some, worker.target(machine), machine)) {
            assertThat(fault.on().value()).isEqualTo(20);
            assertThat(worker.tries()).isEqualTo("yes");
        }
    }

    @Test
    void a_process_alone_in_its_control_group_starts_no_more_children() throws Exception {
        Machine machine = Machines.in(folder);
        var worker = new Worker(List.of(), "if /bin/true; then echo yes; else echo no; fi");
        Target target = worker.target(machine);
        String group = String.valueOf(new Procfs(machine).lines(target.detail("pid") + "/cgroup"));
        var fault = Faulted.by(new ProcessExhaustion(), 0, Arguments.NONE, target, machine);
        try (fault) {
            worker.process.getOutputStream().write('\n');
            worker.process.getOutputStream().flush();
            assertThat(worker.process.waitFor())
                    .as("a shell ends when it cannot fork")
                    .isEqualTo(2);
        }
        assertThat(group).contains("pids");
    }

    @Test
    void a_process_that_is_not_root_starts_no_more_children_until_it_is_taken_back() throws Exception {
        Machine machine = Machines.in(folder);
        assumeTrue(machine.isRoot(), "needs root: the worker runs as another user");
        var worker = new Worker(
                List.of("setpriv", "--reuid=61234", "--clear-groups"),
                "if ( /bin/true ) 2>/dev/null; then echo yes; else echo no; fi");
        Target target = worker.target(machine);
        await().until(() -> worker.tries().equals("yes"));
        String before = limits(target, machine);
        try (var _ = Faulted.by(new ProcessExhaustion(), 1, Arguments.NONE, target, machine)) {
            worker.process.getOutputStream().write('\n');
            worker.process.getOutputStream().flush();
            assertThat(worker.process.waitFor())
                    .as("a shell ends when it cannot fork")
                    .isEqualTo(2);
        }
        assertThat(before).contains("Max processes");
    }

    @Test
    void root_has_no_limit_of_processes() throws Exception {
        Machine machine = Machines.in(folder);
        assumeTrue(machine.isRoot(), "needs root");
        var worker = new Worker(List.of(), ":");
        assertThat(new NoProcesses().missingFor(worker.target(machine), Arguments.NONE, machine))
                .get()
                .asString()
                .contains("runs as root");
    }

    private static String limits(Target target, Machine machine) {
        return String.join("\n", new Procfs(machine).lines(target.detail("pid") + "/limits"));
    }
}
