package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.Injections;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
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
}
