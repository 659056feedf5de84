package dev.shakeout.report;

import static dev.shakeout.report.Journals.ms;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Plan;
import dev.shakeout.model.Recovery;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void aPassedRunIsOneSentenceWithItsNumbers() {
        assertThat(Words.summary(Runs.kill()))
                .matches(
                        "passed: orders stayed under 200 ms \\(p95 12\\.1 → [0-9.]+ → 13\\.2 ms\\) while 1 of 2 fks_auth"
                                + " was killed; recovered in 1\\.18 s");
    }

    @Test
    void twoFaultsAreBothNamed() {
        assertThat(Words.summary(Runs.delayWithBreaker()))
                .contains("while fks_execution was delayed and staging-3 was short of CPU")
                .endsWith("recovered while the fault was still on");
    }

    @Test
    void manyFaultsAreCounted() {
        assertThat(Words.summary(OddRuns.huge())).endsWith("while worker-0 was paused and 39 more faults were on");
    }

    @Test
    void aDeviatedRunSaysWhichProbeBrokeWhen() {
        assertThat(Words.summary(Runs.deviated()))
                .startsWith("deviated: orders was not within its limits during (p95 1912 ms, limit 200 ms;")
                .endsWith("recovered in 4 s");
    }

    @Test
    void anUnsafeRunSaysWhatToRun() {
        assertThat(Words.summary(StoppedRuns.unsafe()))
                .isEqualTo("unsafe: disk/fill on host staging-3 is still there; clear it with: mount -o remount,rw"
                        + " /var/lib/fks; rm -f -- '/var/lib/fks/.shakeout-fill'");
    }

    @Test
    void theOthersSayTheirReason() {
        assertThat(Words.summary(StoppedRuns.refused()))
                .isEqualTo("refused: The blast radius allows 50% of the processes found; this plan hits 2 of 2");
        assertThat(Words.summary(StoppedRuns.notReady()))
                .startsWith("not-ready: orders was not within its limits before");
        assertThat(Words.summary(StoppedRuns.notReady())).endsWith("nothing was injected");
    }

    @Test
    void aSummaryIsOneLineWhateverIsInTheJournal() {
        assertThat(Words.summary(OddRuns.hostile()))
                .doesNotContain("\n")
                .doesNotContain("\u0000")
                .doesNotContain("\u202E");
    }

    @Test
    void anInjectionSaysWhatItDidAndWhetherItIsGone() {
        assertThat(Words.injection(Runs.delayWithBreaker().injections().getFirst()))
                .isEqualTo(
                        "network/delay on process fks_execution (pid 81301): connect took 801 ms; taken back in 38 ms,"
                                + " effect gone");
        assertThat(Words.injection(StoppedRuns.unsafe().injections().getFirst()))
                .endsWith("0 B free; not taken back");
        assertThat(Words.injection(Runs.kill().injections().getFirst()))
                .endsWith("0 processes alive, gone after 3 ms; over at once, nothing to take back");
    }

    @Test
    void valuesShareTheirUnitOnlyWhereItIsTheSame() {
        assertThat(Words.change(List.of(Optional.of(ms(12)), Optional.of(ms(14)), Optional.of(ms(13)))))
                .isEqualTo("12 → 14 → 13 ms");
        assertThat(Words.change(List.of(Optional.of(ms(12)), Optional.of(ms(1940)), Optional.of(ms(13)))))
                .isEqualTo("12 ms → 1.94 s → 13 ms");
        assertThat(Words.change(List.of(Optional.of(ms(12)), Optional.of(ms(14)), Optional.empty())))
                .isEqualTo("12 → 14 ms → –");
        assertThat(Words.change(List.of(Optional.of(Duration.ofSeconds(65)), Optional.empty(), Optional.empty())))
                .isEqualTo("1 m 5 s → – → –");
    }

    @Test
    void aRecoveryIsExplained() {
        assertThat(Words.recovery(recovery(Optional.empty(), Optional.of(Duration.ZERO))))
                .isEqualTo("stayed within its limits throughout");
        assertThat(Words.recovery(recovery(Optional.of(ms(230)), Optional.of(ms(1180)))))
                .isEqualTo("left its limits 230 ms after the fault came on and was back within them 1.18 s after it was"
                        + " over");
        assertThat(Words.recovery(recovery(Optional.of(ms(230)), Optional.empty())))
                .endsWith("had not come back when the run ended");
    }

    private static Recovery recovery(Optional<Duration> detect, Optional<Duration> recover) {
        return new Recovery("i1", "orders", Journals.at(1), Journals.at(2), detect, recover);
    }

    @Test
    void theBlastRadiusSaysWhatIsLeftOfAServiceAndWhatIsProtected() {
        String services = "fks_auth: 1 of 2 replicas hit";
        String spared = "an ssh daemon or one of its sessions: process sshd (pid 812), process sshd (pid 911)";
        var journals = new Journals();
        journals.radii.add(new Plan.BlastRadius(
                "kill one fks_auth",
                "process",
                1,
                2,
                List.of(new Plan.Service("process", "fks_auth", 1, 2)),
                List.of(
                        new Plan.Spared("process sshd (pid 812)", "an ssh daemon or one of its sessions"),
                        new Plan.Spared("process sshd (pid 911)", "an ssh daemon or one of its sessions"))));
        var journal = journals.build();

        assertThat(HtmlReport.of(journal)).contains(services, spared);
        assertThat(MarkdownReport.of(journal)).contains(Markdown.text(services), Markdown.text(spared));
    }

    @Test
    void manyProtectedTargetsAreCounted() {
        var spared = IntStream.range(0, 60)
                .mapToObj(i -> new Plan.Spared("process kworker (pid " + i + ")", "a thread of the kernel"))
                .toList();

        assertThat(Words.protectedOnes(new Plan.BlastRadius("a", "process", 1, 1, List.of(), spared)))
                .singleElement()
                .asString()
                .startsWith("a thread of the kernel: process kworker (pid 0), ")
                .endsWith("process kworker (pid 4) and 55 more");
    }
}
