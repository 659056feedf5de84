package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Injections;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Stop;
import dev.shakeout.engine.Trial;
import dev.shakeout.engine.Witness;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Injection;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Proof;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs of faults that forget something on their way back, in a network and a file system of the target's own. */
class HostWitnessTest {
    /** A run that must answer for nothing but what it names. */
    private static final Catalog WITNESSED =
            new Catalog(Map.of(), Map.of(), Map.of(), Map.of("host", new HostWitness()));

    @TempDir
    Path folder;

    private Machine machine;
    private Process process;
    private Target target;

    @BeforeEach
    void start() throws IOException {
        machine = Machines.in(folder);
        assumeTrue(machine.isRoot(), "needs root to make namespaces");
        process = new ProcessBuilder(
                        "unshare", "--net", "--mount", "sh", "-c", "ip link set lo up; echo up; exec sleep 600")
                .start();
        assertThat(process.inputReader().readLine()).isEqualTo("up");
        await().until(() -> process.info().command().orElse("").endsWith("sleep"));
        target = new ProcessFinder()
                .find(Arguments.NONE.with(ProcessFinder.PID, (int) process.pid()), machine)
                .getFirst();
    }

    @AfterEach
    void end() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    /** Always there while on, never after: what is under test is what the undo leaves, not what the effect says. */
    private static final class Obedient implements Effect {
        @Override
        public String what() {
            return "nothing in particular";
        }

        @Override
        public Reading read() {
            return new Reading(1, "", "as planned");
        }

        @Override
        public boolean bites(Reading before, Reading on) {
            return true;
        }

        @Override
        public boolean gone(Reading before, Reading after) {
            return true;
        }
    }

    private Journal run(Step... steps) {
        return new Trial(WITNESSED, machine, "test")
                .of("test/forgets", "rung", target, Prepared.of(List.of(steps), new Obedient()), new Stop());
    }

    private Witness.Sight look(Step... steps) throws IOException {
        var injection = new Injection(
                "i1", "test", "test/forgets", target, "rung", List.of(steps), "", List.of(), Optional.empty());
        return new HostWitness().look(new Witness.Scope("test-run", List.of(injection)), machine);
    }

    private Step inNetwork(String script, String... arguments) {
        return Step.command(
                "change the network",
                NetNamespace.of(target, machine).shell(script, List.of(arguments)),
                Inverse.of(":"));
    }

    private String onlyResidue(Journal journal, Witness.Sight before) throws Exception {
        assertThat(journal.verdict()).as(journal.reasons().toString()).isEqualTo(Verdict.UNSAFE);
        assertThat(journal.verdict().exitCode()).isEqualTo(8);
        Proof.Residue residue = journal.proof().orElseThrow().residue().getFirst();
        assertThat(journal.proof().orElseThrow().residue())
                .as("%s", journal.proof())
                .hasSize(1);
        assertThat(journal.reasons()).anyMatch(reason -> reason.contains(residue.words()));
        assertThat(before.compare().residue()).isNotEmpty();
        var cleared =
                machine.processes().run(List.of("sh", "-c", residue.clear().orElseThrow()));
        assertThat(cleared.ok())
                .as(residue.clear() + ": " + cleared.complaint())
                .isTrue();
        await().untilAsserted(() -> assertThat(before.compare().residue())
                .as("after %s", residue.clear())
                .isEmpty());
        return residue.words();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nft add table inet shakeout_0123456789ab        | new: nftables table inet shakeout_0123456789ab in the network of process sleep
            nft add table inet unsigned                     | new: nftables table inet unsigned in
            tc qdisc add dev lo root tbf rate 1mbit burst 32kbit latency 400ms | new: qdisc tbf 80
            iptables -A OUTPUT -p tcp --dport 81 -j DROP    | new: iptables rule OUTPUT -p tcp -m tcp --dport 81 -j DROP
            iptables -P FORWARD DROP                        | new: iptables policy DROP of chain FORWARD of table filter
            ip6tables -A INPUT -s 2001:db8::1 -j DROP       | new: ip6tables rule INPUT -s 2001:db8::1/128 -j DROP
            ip route add blackhole 10.9.9.0/24              | new: blackhole route 10.9.9.0/24
            ip -6 route add 2001:db8:9::/48 dev lo          | new: route 2001:db8:9::/48 dev lo
            echo 3 >/proc/sys/net/ipv4/tcp_retries2         | sysctl net.ipv4.tcp_retries2
            sysctl -q -w net.ipv4.tcp_keepalive_time=70     | sysctl net.ipv4.tcp_keepalive_time
            """)
    void a_network_that_is_not_as_before_makes_the_run_unsafe(String script, String words) throws Exception {
        Step step = inNetwork(script);
        Witness.Sight before = look(step);

        assertThat(onlyResidue(run(step), before)).contains(words);
    }

    @Test
    void an_address_left_behind_is_found() {
        Journal journal = run(inNetwork("ip addr add 10.7.7.7/32 dev lo"));

        assertThat(journal.verdict()).isEqualTo(Verdict.UNSAFE);
        assertThat(journal.proof().orElseThrow().residue())
                .extracting(Proof.Residue::words)
                .containsExactly("new: address 10.7.7.7/32 in the network of " + target);
    }

    @Test
    void a_process_left_behind_by_a_step_or_by_its_inverse_is_found_whatever_its_name() throws Exception {
        for (Step step : List.of(
                Step.shell("leave a process", "sleep 611 >/dev/null 2>&1 &", List.of(), Inverse.of(":")),
                Step.shell("leave a process", ":", List.of(), Inverse.of("setsid sleep 611 >/dev/null 2>&1 &")))) {
            Journal journal = run(step);
            Proof.Residue left = journal.proof().orElseThrow().residue().getFirst();
            machine.processes().run(List.of("sh", "-c", left.clear().orElseThrow()));

            assertThat(journal.verdict()).isEqualTo(Verdict.UNSAFE);
            assertThat(left.words()).matches("new: process \\d+, 'sleep 611'");
            long pid = Long.parseLong(left.words().replaceAll("\\D+(\\d+), .*", "$1"));
            await().until(() ->
                    new Procfs(machine).stat(pid).filter(stat -> !stat.ended()).isEmpty());
        }
    }

    @Test
    void a_control_group_left_behind_is_found() throws Exception {
        Cgroup own = Cgroup.of(new Procfs(machine), "self").getFirst();
        String group = own.mount().resolve(Token.fresh().text()).toString();
        Step step = Step.shell("make a group", "mkdir \"$1\"", List.of(group), Inverse.of(":"));

        Witness.Sight before = look(step);

        assertThat(onlyResidue(run(step), before)).isEqualTo("new: control group " + group);
    }

    @Test
    void files_left_behind_or_changed_are_found() throws Exception {
        Path file = folder.resolve("new file");
        Step write = Step.shell("write", ": >\"$1\"", List.of(file.toString()), Inverse.of(":"));
        Witness.Sight before = look(write);
        assertThat(onlyResidue(run(write), before)).isEqualTo("new: file " + file);

        Path link = Files.createSymbolicLink(
                folder.resolve("link"), Files.writeString(folder.resolve("linked"), "one line\n"));
        Journal through = run(Step.shell("change", "echo >>\"$1\"", List.of(link.toString()), Inverse.of(":")));
        assertThat(through.proof().orElseThrow().residue())
                .singleElement()
                .asString()
                .startsWith("file " + link + ": was ");

        Path known = Files.writeString(folder.resolve("known"), "nameserver 192.0.2.1\n");
        Journal changed = run(Step.shell("change", "echo >>\"$1\"", List.of(known.toString()), Inverse.of(":")));
        assertThat(changed.verdict()).isEqualTo(Verdict.UNSAFE);
        assertThat(changed.proof().orElseThrow().residue())
                .singleElement()
                .asString()
                .startsWith("file " + known + ": was ")
                .contains("21 bytes")
                .contains("22 bytes");

        var token = Token.fresh();
        Step beside =
                Step.shell("fill", ": >\"$1/fill-$2\"", List.of(folder.toString(), token.text()), Inverse.of(":"));
        before = look(beside);
        assertThat(onlyResidue(run(beside), before)).isEqualTo("new: file " + folder + "/fill-" + token.text());
    }

    @Test
    void a_mount_in_the_targets_own_file_system_is_found() throws Exception {
        Path point = Files.createDirectory(folder.resolve("mnt"));
        Step step = Step.shell(
                "mount",
                "nsenter --mount=\"/proc/$1/ns/mnt\" mount -t tmpfs none \"$2\"",
                List.of(target.detail("pid"), point.toString()),
                Inverse.of(":"));

        Witness.Sight before = look(step);

        assertThat(onlyResidue(run(step), before))
                .isEqualTo("new: mount of type tmpfs on " + point + " in the file system of " + target);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kill -s STOP "$1"                    | new: stopped state of process sleep
            prlimit --pid "$1" --nofile=77:      | limit of open files of process sleep
            echo 77 >"/proc/$1/oom_score_adj"    | OOM score of process sleep
            """)
    void a_target_that_is_not_as_before_makes_the_run_unsafe(String script, String words) throws Exception {
        Step step = Step.shell("change it", script, List.of(target.detail("pid")), Inverse.of(":"));
        Witness.Sight before = look(step);

        assertThat(onlyResidue(run(step), before)).contains(words);
    }

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
