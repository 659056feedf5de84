package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.engine.Injections;
import dev.shakeout.engine.Witness;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Proof;
import dev.shakeout.model.Step;
import dev.shakeout.model.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that forgets nothing is clean, whatever becomes of its target and whatever others do meanwhile. */
class HostWitnessFairnessTest extends Witnessed {
    @Test
    void a_run_that_forgets_nothing_is_proved_clean() throws Exception {
        Step there = Step.command(
                "add a table",
                NetNamespace.of(target, machine).shell("nft add table inet \"$1\"", List.of("own")),
                NetNamespace.of(target, machine).inverse("nft delete table inet \"$1\"", List.of("own")));
        Step pause = new ProcessPause()
                .rungs()
                .getFirst()
                .plan(target, Arguments.NONE, machine)
                .steps()
                .getFirst();

        Journal journal = run(there, pause);

        assertThat(journal.verdict()).as(journal.reasons().toString()).isEqualTo(Verdict.PASSED);
        assertThat(journal.proof().orElseThrow().residue()).isEmpty();
        assertThat(journal.proof().orElseThrow().facts()).isGreaterThan(60);
    }

    @Test
    void a_target_that_has_ended_leaves_nothing_to_be_compared() {
        Journal journal = run(Step.irreversible(
                "end it", SameProcess.command(target, "kill -s KILL \"$1\"; while same \"$1\" \"$2\"; do :; done")));

        assertThat(journal.verdict()).as(journal.reasons().toString()).isEqualTo(Verdict.PASSED);
    }

    @Test
    void what_a_custodian_keeps_while_the_run_lives_is_no_residue() throws Exception {
        Path kept = machine.folders().held().toAbsolutePath().resolve("credentials");
        Witness.Sight before = look(Step.irreversible("use them", List.of("cat", kept.toString())));

        Files.createDirectories(kept.getParent());
        Files.writeString(kept, "as they are now");

        assertThat(before.compare().residue()).isEmpty();
    }

    @Test
    void what_others_do_meanwhile_is_told_and_not_held_against_the_run() throws Exception {
        var others = new ArrayList<Process>();
        Step own = inNetwork("nft add table inet " + Token.fresh().identifier());
        Witness.Sight before = look(own);
        try {
            for (String script : List.of(
                    "nft add table inet " + Token.fresh().identifier(),
                    "nft add table inet docker",
                    "ip route add blackhole 10.8.8.0/24",
                    "tc qdisc add dev lo root tbf rate 1mbit burst 32kbit latency 400ms",
                    "echo 4 >/proc/sys/net/ipv4/tcp_retries2",
                    "prlimit --pid " + process.pid() + " --nofile=78:")) {
                assertThat(machine.processes()
                                .run(NetNamespace.of(target, machine).shell(script, List.of()))
                                .ok())
                        .as(script)
                        .isTrue();
            }
            var stranger = new ProcessBuilder("sleep", "600");
            stranger.environment().put("SHAKEOUT_STEP", "/run/shakeout/runs/another-run/000001");
            others.add(stranger.start());

            Proof proof = before.compare();

            assertThat(proof.residue()).isEmpty();
            assertThat(proof.meanwhile())
                    .anyMatch(words -> words.startsWith("new: nftables table inet docker in the network"))
                    .anyMatch(words -> words.startsWith("new: blackhole route 10.8.8.0/24"))
                    .anyMatch(words -> words.startsWith("new: qdisc tbf"))
                    .anyMatch(words -> words.startsWith("sysctl net.ipv4.tcp_retries2"))
                    .anyMatch(words -> words.startsWith("limit of open files"));
        } finally {
            others.forEach(Process::destroyForcibly);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void runs_side_by_side_in_one_network_do_not_answer_for_each_other(boolean otherBegins) throws Exception {
        try (var server = Disposable.server(machine)) {
            target = server.target;
            var rung = new NetworkBlock().rungs().getFirst();
            List<Step> other = rung.plan(target, Arguments.NONE, machine).steps();
            List<Step> own = rung.plan(target, Arguments.NONE, machine).steps();
            try (var others = new Injections(other, target, machine)) {
                if (otherBegins) {
                    assertThat(others.inject()).isEmpty();
                }
                Witness.Sight before = look(own.toArray(Step[]::new));
                if (otherBegins) {
                    assertThat(others.takeBack()).isEmpty();
                } else {
                    assertThat(others.inject()).isEmpty();
                }

                assertThat(before.compare().residue()).isEmpty();
                assertThat(before.compare().meanwhile())
                        .anyMatch(words -> words.startsWith(otherBegins ? "gone: " : "new: ")
                                && words.contains("nftables table inet shakeout_")
                                && words.endsWith(target.toString()));
            }
        }
    }
}
