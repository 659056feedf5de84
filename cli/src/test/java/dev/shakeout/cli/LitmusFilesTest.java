package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.cli.Shakeout.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Litmus's files on a host without Kubernetes, and what they have come to in Litmus's words. */
@Execution(ExecutionMode.CONCURRENT)
class LitmusFilesTest {
    private static final String ENGINE = """
            apiVersion: litmuschaos.io/v1alpha1
            kind: ChaosEngine
            metadata: {name: cart-dies, namespace: shop}
            spec:
              engineState: active
              appinfo: {appns: shop, applabel: app=cart}
              chaosServiceAccount: litmus-admin
              experiments:
              - name: pod-delete
                spec:
                  probe:
                  - name: the shop is open
                    type: cmdProbe
                    mode: Edge
                    cmdProbe/inputs: {command: cat open, comparator: {type: int, criteria: ">", value: "0"}}
                    runProperties: {probeTimeout: 5s, interval: 1s, attempt: 1, stopOnFailure: true}
                  - name: it says so
                    type: cmdProbe
                    mode: EOT
                    cmdProbe/inputs: {command: echo yes, comparator: {type: string, criteria: equal, value: "%s"}}
                    runProperties: {probeTimeout: 5s, interval: 1s, attempt: 1}
                  components:
                    env:
                    - {name: TOTAL_CHAOS_DURATION, value: 100ms}
                    - {name: CHAOS_INTERVAL, value: 100ms}
            """;

    private Path work;
    private Shakeout shakeout;
    private Victim victim;

    @BeforeEach
    void begin(@TempDir Path folder) throws IOException {
        work = folder;
        shakeout = new Shakeout(folder);
        victim = Victim.sleeping(folder);
        shakeout.write("open", "1\n");
        shakeout.write("map.yaml", """
                pods:
                  - namespace: shop
                    labels: {app: cart}
                    target: {kind: process, name: %s}
                """.formatted(victim.name()));
    }

    @AfterEach
    void end() {
        victim.close();
    }

    @Test
    void anEngineIsRunAndItsProbesAreTold() throws IOException {
        shakeout.write("engine.yaml", ENGINE.formatted("yes"));

        Ended ended = shakeout.run("run", "engine.yaml", "--target-map", "map.yaml");

        assertThat(ended.status()).as(ended.toString()).isZero();
        assertThat(victim.process().isAlive()).isFalse();
        assertThat(results())
                .startsWith("# resilience score: 100%\n")
                .contains("name: cart-dies-pod-delete", "verdict: Pass", "kind: process");
    }

    @Test
    void aProbeThatFailsAfterwardsIsAFail() throws IOException {
        shakeout.write("engine.yaml", ENGINE.formatted("no"));

        Ended ended = shakeout.run("run", "engine.yaml", "--target-map", "map.yaml");

        assertThat(ended.status()).as(ended.toString()).isEqualTo(1);
        assertThat(results())
                .startsWith("# resilience score: 50%\n")
                .contains("verdict: Fail", "verdict: Passed", "verdict: Failed", "probeSuccessPercentage: '50'");
    }

    @Test
    void aMissBeforehandKeepsTheFaultFromBeingDone() throws IOException {
        shakeout.write("engine.yaml", ENGINE.formatted("yes"));
        shakeout.write("open", "0\n");

        Ended ended = shakeout.run("run", "engine.yaml", "--target-map", "map.yaml");

        assertThat(ended.status()).as(ended.toString()).isEqualTo(4);
        assertThat(victim.untouched()).isTrue();
        assertThat(results()).contains("verdict: Fail", "verdict: N/A", "probeSuccessPercentage: '0'");
    }

    @Test
    void everyModeIsReadWhenLitmusReadsIt() throws IOException {
        shakeout.write("engine.yaml", MODES);

        Ended ended = shakeout.run("run", "engine.yaml", "--target-map", "map.yaml", "--strict");

        // SOT misses and stops nothing, so the fault is done all the same
        assertThat(ended.status()).as(ended.toString()).isEqualTo(1);
        assertThat(victim.process().isAlive()).isFalse();
        assertThat(results())
                .contains("probeSuccessPercentage: '75'")
                .contains("name: before\n    type: cmdProbe\n    mode: SOT\n    status:\n      verdict: Failed")
                .contains("mode: EOT\n    status:\n      verdict: Passed")
                .contains("mode: Continuous\n    status:\n      verdict: Passed")
                .contains("mode: OnChaos\n    status:\n      verdict: Passed");
    }

    /** What is afterwards comes with the third attempt. */
    private static final String MODES = """
            apiVersion: litmuschaos.io/v1alpha1
            kind: ChaosEngine
            metadata: {name: cart-dies, namespace: shop}
            spec:
              engineState: active
              appinfo: {appns: shop, applabel: app=cart}
              chaosServiceAccount: litmus-admin
              experiments:
              - name: pod-delete
                spec:
                  probe:
                  - name: before
                    type: cmdProbe
                    mode: SOT
                    cmdProbe/inputs: {command: echo no, comparator: {type: string, criteria: equal, value: "yes"}}
                    runProperties: {probeTimeout: 5s, interval: 10ms, attempt: 2}
                  - name: afterwards
                    type: cmdProbe
                    mode: EOT
                    cmdProbe/inputs:
                      command: echo x >> tries; if [ $(wc -l < tries) -ge 3 ]; then echo yes; else echo no; fi
                      comparator: {type: string, criteria: equal, value: "yes"}
                    runProperties: {probeTimeout: 5s, interval: 10ms, attempt: 5}
                  - name: all the while
                    type: cmdProbe
                    mode: Continuous
                    cmdProbe/inputs: {command: echo yes, comparator: {type: string, criteria: equal, value: "yes"}}
                    runProperties: {probeTimeout: 5s, interval: 1s, attempt: 1, probePollingInterval: 100ms}
                  - name: under the fault
                    type: cmdProbe
                    mode: OnChaos
                    cmdProbe/inputs: {command: echo yes, comparator: {type: string, criteria: equal, value: "yes"}}
                    runProperties: {probeTimeout: 5s, interval: 100ms, attempt: 1, initialDelay: 200ms}
                  components:
                    env:
                    - {name: TOTAL_CHAOS_DURATION, value: "2"}
                    - {name: CHAOS_INTERVAL, value: "2"}
            """;

    private String results() throws IOException {
        Ended told = shakeout.run("report", "journal.json", "result.yaml", "--as", "litmus");
        assertThat(told.status()).as(told.toString()).isZero();
        return Files.readString(work.resolve("result.yaml"));
    }
}
