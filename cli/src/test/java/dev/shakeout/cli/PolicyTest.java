package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.cli.Shakeout.Ended;
import dev.shakeout.dialects.chaostoolkit.JournalReader;
import dev.shakeout.dialects.policy.PolicyReader;
import dev.shakeout.engine.Catalog;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Policy;
import dev.shakeout.model.Rule;
import dev.shakeout.model.Verdict;
import dev.shakeout.testbed.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** What a policy forbids does not happen; the refusal names the rule and its line. */
class PolicyTest extends UnderAPolicy {
    @Test
    void theProcessesThatARunComesFromAreNeverHit() throws IOException {
        long parent = ProcessHandle.current().pid();
        shakeout.write("parent.yaml", experiment("process/kill", "{kind: process, pid: %d}".formatted(parent)));
        shakeout.write("first.yaml", experiment("process/kill", "{kind: process, pid: 1}"));

        assertThat(refused("run", "parent.yaml").out())
                .contains(
                        "all that matches pid " + parent + " is protected",
                        "this run, or what it was started from",
                        "parent.yaml:4:5");
        assertThat(refused("plan", "first.yaml").err()).contains("the first process of the system");
    }

    @Test
    void anSshDaemonIsLeftOutAndNamedInThePlan() throws Exception {
        Path program = Program.copy(Path.of("/bin/sleep"), work.resolve("sshd"));
        Process daemon = new ProcessBuilder(program.toString(), "600").start();
        try {
            shakeout.write(
                    "both.yaml",
                    experiment("process/pause", "{kind: process, mode: all, command-line: \"" + work + ".* 600\"}"));

            Ended plan = shakeout.run("plan", "both.yaml");

            assertThat(plan.status()).as(plan.toString()).isZero();
            assertThat(plan.out())
                    .contains("freeze it: 1 of 1 process (100%)")
                    .contains("protected an ssh daemon or one of its sessions: process sshd (pid " + daemon.pid() + ")")
                    .containsPattern("service +warning: " + victim.name() + ": every replica \\(1 of 1\\) is hit");
        } finally {
            daemon.destroyForcibly().waitFor();
        }
    }

    @Test
    void everyBrokenRuleIsNamedWithItsLine() throws IOException {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        policy("""
                blast-radius:
                  max-targets: 0
                  min-replicas: 1
                faults:
                  allow: [network/*]
                  deny:
                    - process/*
                windows: []
                freezes:
                  - {from: %s, to: %s, reason: the annual sale}
                approvals: {people: 1}
                feature-flag: {variable: CHAOS_ALLOWED}
                """.formatted(today.minusDays(1), today.plusDays(1)));

        Ended ended = refused("run", "pause.yaml");

        assertThat(ended.out())
                .contains("1 target would be hit, the policy allows 0 (shakeout-policy.yaml:4:5)")
                .contains("wants 1 left untouched (shakeout-policy.yaml:5:5)")
                .contains("process/pause is not among the faults that the policy allows: network/*"
                        + " (shakeout-policy.yaml:7:5)")
                .contains("process/pause is denied by the policy, which denies process/* (shakeout-policy.yaml:9:9)")
                .contains("no window is open at", "(shakeout-policy.yaml:10:3)")
                .contains("runs are frozen until", "the annual sale (shakeout-policy.yaml:12:7)")
                .contains("the approval of 1 person, there is that of none", "(shakeout-policy.yaml:13:3)")
                .contains("(variable CHAOS_ALLOWED): the variable is not set (shakeout-policy.yaml:14:3)");
        Journal journal = JournalReader.read("journal.json", Files.readString(work.resolve("journal.json")));
        assertThat(journal.verdict()).isEqualTo(Verdict.REFUSED);
        assertThat(journal.reasons()).hasSize(8);
        assertThat(journal.injections()).isEmpty();
        assertThat(journal.environment()).containsEntry("policy", "shakeout-policy.yaml");
        assertThat(refused("plan", "pause.yaml").err().lines().filter(line -> line.contains("refused: ")))
                .hasSize(8);
    }

    @Test
    void whatThePolicyAllowsRuns() throws IOException {
        policy("""
                blast-radius: {max-targets: 1}
                faults: {allow: [process/*]}
                windows: [{days: mon-sun}]
                freezes: [{date: 2001-01-01}]
                """);

        Ended ended = shakeout.run("run", "pause.yaml");

        assertThat(ended.status()).as(ended.toString()).isZero();
        assertThat(ended.out()).contains("process/pause on process " + victim.name());
    }

    @Test
    void aProtectedProcessIsNotHitUnderAnyOfItsNames() throws IOException {
        policy("protected: [{kind: process, name: \"" + victim.name().substring(0, 6) + "*\"}]\n");

        assertThat(refused("run", "pause.yaml").out())
                .contains(
                        "all that matches pid " + victim.pid() + " is protected",
                        "the policy at" + " shakeout-policy.yaml:3:15");
    }

    @Test
    void theExampleOfTheSampleSystemIsAPolicyOfThisInstallation() throws IOException {
        Path example = Path.of(System.getProperty("shakeout.home"), "examples/fks/shakeout-policy.yaml");

        Policy policy = PolicyReader.read(
                example.toString(),
                Files.readString(example),
                Catalog.installed().vocabulary());

        assertThat(policy.environments()).containsOnlyKeys("staging", "production");
        assertThat(policy.standard()).contains("staging");
        assertThat(policy.of("production"))
                .hasAtLeastOneElementOfType(Rule.Windows.class)
                .hasAtLeastOneElementOfType(Rule.Freeze.class)
                .hasAtLeastOneElementOfType(Rule.Approvals.class)
                .hasAtLeastOneElementOfType(Rule.FeatureFlag.class)
                .hasAtLeastOneElementOfType(Rule.KeepReplicas.class)
                .hasAtLeastOneElementOfType(Rule.Protect.class);
    }
}
