package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.Injections;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Json;
import dev.shakeout.model.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessFaultsTest {
    @TempDir
    Path folder;

    private Machine machine;
    private Disposable server;

    @BeforeEach
    void start() throws Exception {
        machine = Machines.in(folder);
        server = Disposable.server(machine, "127.0.0.1", false);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Exchange exchange() {
        return Exchange.with("127.0.0.1", server.port, Duration.ofMillis(500));
    }

    @Test
    void a_paused_server_accepts_but_does_not_answer_until_it_goes_on() throws Exception {
        try (var _ = Faulted.by(new ProcessPause(), 0, Arguments.NONE, server.target, machine)) {
            assertThat(exchange().outcome()).isEqualTo(Exchange.Outcome.SILENT);
        }
        assertThat(exchange().outcome()).isEqualTo(Exchange.Outcome.ANSWERED);
    }

    @Test
    void two_pauses_end_with_the_second() throws Exception {
        Rung rung = new ProcessPause().rungs().getFirst();
        var first = rung.plan(server.target, Arguments.NONE, machine);
        var second = rung.plan(server.target, Arguments.NONE, machine);
        try (var one = new Injections(first.steps(), server.target, machine);
                var two = new Injections(second.steps(), server.target, machine)) {
            assertThat(one.inject()).isEmpty();
            assertThat(two.inject()).isEmpty();
            one.takeBack();
            assertThat(exchange().outcome()).isEqualTo(Exchange.Outcome.SILENT);
            two.takeBack();
            assertThat(exchange().outcome()).isEqualTo(Exchange.Outcome.ANSWERED);
        }
    }

    @Test
    void a_process_that_someone_else_has_stopped_is_neither_paused_nor_woken() throws Exception {
        var prepared = new ProcessPause().rungs().getFirst().plan(server.target, Arguments.NONE, machine);
        machine.processes().run(SameProcess.command(server.target, "kill -s STOP \"$1\""));
        await().until(() ->
                new Procfs(machine).stat(server.target).orElseThrow().stopped());
        try (var on = new Injections(prepared.steps(), server.target, machine)) {
            assertThat(on.inject()).get().asString().contains("stopped already, and not by Shakeout");
        }
        assertThat(new Procfs(machine).stat(server.target).orElseThrow().stopped())
                .isTrue();
    }

    @Test
    void a_stranger_with_the_same_number_is_never_touched() throws Exception {
        var details = new HashMap<>(server.target.details());
        details.put("start", "1");
        var gone = new Target("process", "earlier", "earlier", details);
        var kill = new ProcessKill().rungs().getFirst();
        assertThat(kill.missingFor(gone, Arguments.NONE, machine))
                .get()
                .asString()
                .contains("has ended");
        try (var on = new Injections(kill.plan(gone, Arguments.NONE, machine).steps(), gone, machine)) {
            assertThat(on.inject()).get().asString().contains("has ended meanwhile");
        }
        Inverse back = SameProcess.inverse(gone, "kill -s KILL \"$1\"");
        assertThat(machine.processes().run(back.argv()).ok()).isTrue();
        assertThat(server.alive()).isTrue();
        assertThat(exchange().outcome()).isEqualTo(Exchange.Outcome.ANSWERED);
    }

    @Test
    void kills_with_the_signal_that_was_asked_for() throws Exception {
        Arguments term = Arguments.NONE.with(ProcessKill.SIGNAL, "TERM");
        try (var fault = Faulted.by(new ProcessKill(), 0, term, server.target, machine)) {
            assertThat(fault.on().words()).contains("has ended");
        }
        assertThat(server.process().waitFor()).as("128 + SIGTERM").isEqualTo(143);
    }

    @Test
    void takes_a_signal_by_name_or_number_and_no_other() {
        var type = new SignalName();
        assertThat(List.of("TERM", "SIGTERM", "15"))
                .allSatisfy(text -> assertThat(type.parse(Json.of(text))).isEqualTo("TERM"));
        assertThat(type.parse(Json.of(40L))).isEqualTo("40");
        assertThatThrownBy(() -> type.parse(Json.of("TREM")))
                .hasMessageContaining("not a signal")
                .hasMessageContaining("TERM");
        for (String number : List.of("0", "32", "65", "-9", "1e1", "term", " 9")) {
            assertThatThrownBy(() -> type.parse(Json.of(number))).hasMessageContaining("signal");
        }
        for (String stopping : List.of("STOP", "19", "TSTP")) {
            assertThatThrownBy(() -> type.parse(Json.of(stopping))).hasMessageContaining("process/pause");
        }
    }

    @Test
    void a_signal_that_does_nothing_is_refused_before_it_is_sent() throws Exception {
        var ignoring = shell("trap '' HUP; echo up; read -r line");
        var rung = new ProcessKill().rungs().getFirst();
        assertThat(rung.missingFor(ignoring, Arguments.NONE.with(ProcessKill.SIGNAL, "HUP"), machine))
                .get()
                .asString()
                .contains("ignores SIGHUP");
        assertThat(rung.missingFor(ignoring, Arguments.NONE.with(ProcessKill.SIGNAL, "URG"), machine))
                .get()
                .asString()
                .contains("no handler for SIGURG");
    }

    @Test
    void a_signal_that_a_process_handles_has_its_effect_when_it_was_taken() throws Exception {
        var handling = shell("trap 'echo reloaded' USR1; echo up; while :; do sleep 0.05; done");
        Arguments usr1 = Arguments.NONE.with(ProcessKill.SIGNAL, "USR1");
        try (var fault = Faulted.by(new ProcessKill(), 0, usr1, handling, machine)) {
            assertThat(fault.on().words()).contains("has taken what was sent");
        }
        assertThat(outputs.getFirst().readLine()).isEqualTo("reloaded");
        assertThat(new Procfs(machine).stat(handling)).isPresent();
    }

    @Test
    void kills_all_that_descends_from_a_process() throws Exception {
        var root = shell("sh -c 'sleep 301 & sleep 302' & echo up; wait");
        var procfs = new Procfs(machine);
        await().until(() -> ProcessTree.of(root, machine).members().size() == 4);
        var members = ProcessTree.of(root, machine).members();
        Arguments tree = Arguments.NONE.with(ProcessKill.TREE, true);
        try (var fault = Faulted.by(new ProcessKill(), 0, tree, root, machine)) {
            assertThat(fault.before().value()).isEqualTo(4);
        }
        assertThat(members)
                .allSatisfy(member -> assertThat(procfs.stat(member.pid()).filter(stat -> !stat.ended()))
                        .isEmpty());
    }

    @Test
    void a_tree_with_a_part_of_a_run_in_it_is_refused() throws Exception {
        var root = shell("sh -c 'exec sleep 301' --token=" + Token.fresh().text() + " & echo up; wait");
        var own = shell("sh -c 'echo up; read -r line' " + machine.folders().runs() + "/x/undo.sh");
        assertThat(ProcessTree.of(root, machine).untouchable()).isEmpty();
        assertThat(new ProcessKill()
                        .rungs()
                        .getFirst()
                        .missingFor(own, Arguments.NONE.with(ProcessKill.TREE, true), machine))
                .get()
                .asString()
                .contains("must not be hit");
    }

    private final List<java.io.BufferedReader> outputs = new java.util.ArrayList<>();
    private final List<Process> shells = new java.util.ArrayList<>();

    /** A shell that has said "up". */
    private Target shell(String script) throws Exception {
        var shell = new ProcessBuilder("sh", "-c", script + "; :").start();
        shells.add(shell);
        outputs.add(shell.inputReader());
        assertThat(outputs.getLast().readLine()).isEqualTo("up");
        return new ProcessFinder()
                .find(Arguments.NONE.with(ProcessFinder.PID, (int) shell.pid()), machine)
                .getFirst();
    }

    @AfterEach
    void endShells() {
        shells.forEach(shell -> {
            shell.descendants().forEach(ProcessHandle::destroyForcibly);
            shell.destroyForcibly();
        });
    }
}
