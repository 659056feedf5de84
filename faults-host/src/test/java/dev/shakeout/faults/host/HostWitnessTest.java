package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.Witness;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Proof;
import dev.shakeout.model.Step;
import dev.shakeout.model.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole runs of faults that forget something on their way back. */
class HostWitnessTest extends Witnessed {
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
}
