package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Helm itself puts the chart into a cluster, changes it and takes it out. */
class HelmTest extends WithHelm {
    private static final String OPERATOR = "/apis/apps/v1/namespaces/shakeout/deployments/shakeout-operator";

    private static final Duration SOON = Duration.ofSeconds(30);

    HelmTest() {
        super("shakeout");
    }

    @Test
    void theChartIsSoundAndBadValuesAreRefused() {
        assertThat(done("lint", "--strict", chart)).contains("0 chart(s) failed");
        assertThat(done("template", "t", chart, "--namespace", "drills", "--set", "memory=512Mi,policy=rules"))
                .contains("namespace: drills", "memory: 512Mi", "name: rules, optional: true");

        assertThat(refused("replicas=two")).contains("replicas");
        assertThat(refused("lease=1")).contains("lease");
        assertThat(refused("atOnce=0")).contains("atOnce");
        assertThat(refused("memory=much")).contains("memory");
        assertThat(refused("policy=My Policy")).contains("policy");
        assertThat(refused("image=")).contains("image");
        assertThat(refused("imag=shakeout:1")).contains("imag");
    }

    @Test
    void itIsInstalledChangedAndTakenOut() throws IOException {
        done(
                "install",
                "shakeout",
                chart,
                "--namespace",
                "shakeout",
                "--create-namespace",
                "--wait",
                "--timeout",
                "60s");

        assertThat(cluster().api().get(OPERATOR).text("status", "readyReplicas"))
                .isEqualTo("2");
        for (String served : List.of("experiments", "runs", "schedules")) {
            await(served).atMost(SOON).until(() -> isThere("/apis/shakeout.dev/v1alpha1/namespaces/default/" + served));
        }
        assertThat(done("status", "shakeout", "--namespace", "shakeout"))
                .contains("STATUS: deployed", "--serviceaccount shakeout:shakeout-operator");

        done(
                "upgrade",
                "shakeout",
                chart,
                "--namespace",
                "shakeout",
                "--set",
                "replicas=1,atOnce=2",
                "--wait",
                "--timeout",
                "60s");

        assertThat(cluster().api().get(OPERATOR).text("spec", "replicas")).isEqualTo("1");
        assertThat(cluster().api().get(OPERATOR).json().text()).contains("\"--at-once\",\"2\"");

        done("uninstall", "shakeout", "--namespace", "shakeout", "--wait");

        assertThat(isThere(OPERATOR)).isFalse();
        assertThat(isThere("/apis/rbac.authorization.k8s.io/v1/clusterroles/shakeout-operator"))
                .isFalse();
        assertThat(isThere("/apis/shakeout.dev/v1alpha1/namespaces/default/runs"))
                .as("definitions stay, with all that was stored, as helm leaves what is in crds")
                .isTrue();
    }
}
