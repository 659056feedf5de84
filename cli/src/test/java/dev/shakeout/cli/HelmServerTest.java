package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Helm itself puts servers into a cluster. */
class HelmServerTest extends WithHelm {
    private static final String SERVERS = "/apis/apps/v1/namespaces/drills/statefulsets/shakeout-server";

    HelmServerTest() {
        super("shakeout-server");
    }

    @Test
    void theChartIsSoundAndWhatCouldNotWorkIsRefused() {
        assertThat(done("lint", "--strict", chart, "--set", "tls.secret=certificate"))
                .contains("0 chart(s) failed");

        assertThat(refused()).contains("name a secret of the type kubernetes.io/tls in tls.secret");
        assertThat(refused("tls.secret=certificate", "replicas=2"))
                .contains("name the secret with the URL of a PostgreSQL in database.secret");
        assertThat(refused("tls.secret=certificate", "maxRuns=0")).contains("maxRuns");
        assertThat(refused("tls.secret=My Secret")).contains("secret");
        assertThat(refused("tls.secret=certificate", "service.type=Any")).contains("type");
        assertThat(refused("tls.secret=certificate", "tsl.secret=certificate")).contains("tsl");
    }

    @Test
    void oneServerKeepsAFileInItsVolume() {
        assertThat(done("template", "t", chart, "--set", "tls.secret=certificate"))
                .contains("secretName: certificate", "replicas: 1", "volumeClaimTemplates")
                .doesNotContain("SHAKEOUT_DATABASE_URL", "SHAKEOUT_SMTP", "secrets-key", "storageClassName", "{{");
    }

    @Test
    void threeAtOneDatabaseAreTakenByACluster() throws IOException {
        done(
                "install",
                "servers",
                chart,
                "--namespace",
                "drills",
                "--create-namespace",
                "--set",
                "replicas=3,tls.secret=certificate,database.secret=database,secretsKey.secret=sealing,smtp.secret=mail",
                "--set",
                "storage.className=fast,options={--oidc,/etc/shakeout/oidc.yaml},env[0].name=TZ,env[0].value=UTC");

        assertThat(cluster().api().get(SERVERS).text("spec", "replicas")).isEqualTo("3");
        assertThat(cluster().api().get(SERVERS).json().text())
                .contains(
                        "\"secretKeyRef\":{\"name\":\"database\",\"key\":\"url\"}",
                        "\"secretKeyRef\":{\"name\":\"mail\",\"key\":\"url\"}",
                        "cat /etc/shakeout/secrets-key/key",
                        "/etc/shakeout/oidc.yaml",
                        "\"storageClassName\":\"fast\"",
                        "{\"name\":\"TZ\",\"value\":\"UTC\"}");
        assertThat(isThere("/api/v1/namespaces/drills/services/shakeout-server"))
                .isTrue();
        assertThat(isThere("/apis/policy/v1/namespaces/drills/poddisruptionbudgets/shakeout-server"))
                .isTrue();

        done("uninstall", "servers", "--namespace", "drills");

        assertThat(isThere(SERVERS)).isFalse();
    }
}
