package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.cli.Shakeout.Ended;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RbacTest {
    @TempDir
    Path work;

    private Shakeout shakeout;

    @BeforeEach
    void prepare() {
        shakeout = new Shakeout(work);
    }

    private static String experiment(String fault, String target) {
        return """
                title: One fault
                description: For its rights.
                method:
                  - type: action
                    name: break it
                    provider: {type: fault, fault: %s, target: %s}
                """.formatted(fault, target);
    }

    @Test
    void whatIsNotCountedIsSaid() throws IOException {
        shakeout.write("calls.json", """
                {"title": "t", "description": "d", "method": [{"type": "action", "name": "scale", "provider": {"type": "python",
                 "module": "chaosk8s.deployment.actions", "func": "scale_deployment", "arguments": {"name": "w", "replicas": 0}}}]}
                """);
        assertThat(shakeout.run("rbac", "calls.json").err()).contains("calls of Python functions need are not counted");
    }

    @Test
    void theRoleNamesTheNamespaceTheVerbsAndTheOnlyObject() throws IOException {
        shakeout.write(
                "scale.yaml", experiment("workload/scale", "{kind: workload, namespace: shop, name: web, mode: one}"));

        Ended ended = shakeout.run("rbac", "scale.yaml", "--account", "drill", "--namespace", "chaos");

        assertThat(ended.status()).as(ended.toString()).isZero();
        assertThat(ended.out()).contains("""
                kind: ServiceAccount
                metadata:
                  name: drill
                  namespace: chaos
                """, """
                kind: Role
                metadata:
                  name: drill
                  namespace: shop
                rules:
                  - apiGroups: ["apps"]
                    resources: ["deployments"]
                    resourceNames: ["web"]
                    verbs: [get, list]
                  - apiGroups: ["apps"]
                    resources: ["deployments/scale"]
                    resourceNames: ["web"]
                    verbs: [get, patch]
                """).doesNotContain("Cluster", "pods", "*");
    }

    @Test
    void ofSeveralCriteriaEachHasItsRoleInItsNamespaceWithItsVerbs() throws IOException {
        shakeout.write(
                "several.yaml",
                experiment(
                        "workload/scale",
                        "{kind: workload, name: web, mode: one, any-of: [{namespace: shop}, {namespace: billing, name: pay}]}"));

        Ended ended = shakeout.run("rbac", "several.yaml", "--account", "drill", "--namespace", "chaos");

        assertThat(ended.status()).as(ended.toString()).isZero();
        for (String[] place : new String[][] {{"shop", "web"}, {"billing", "pay"}}) {
            assertThat(ended.out()).contains("""
                      name: drill
                      namespace: %s
                    rules:
                      - apiGroups: ["apps"]
                        resources: ["deployments"]
                        resourceNames: ["%s"]
                        verbs: [get, list]
                      - apiGroups: ["apps"]
                        resources: ["deployments/scale"]
                        resourceNames: ["%s"]
                        verbs: [get, patch]
                    """.formatted(place[0], place[1], place[1]));
        }
        assertThat(ended.out()).doesNotContain("Cluster", "*");
    }

    @Test
    void whatBelongsToTheWholeClusterNeedsAClusterRole() throws IOException {
        shakeout.write("cordon.yaml", experiment("node/cordon", "{kind: node, labels: {pool: spare}, mode: one}"));

        Ended ended = shakeout.run("rbac", "cordon.yaml");

        assertThat(ended.out()).contains("kind: ClusterRole\n", "resources: [\"nodes\"]", "kind: ClusterRoleBinding\n");
    }

    @Test
    void whatIsOnlyAskedMayOnlyBeRead() throws IOException {
        shakeout.write("steady.yaml", """
                title: Nothing is broken
                description: It is only looked at.
                steady-state-hypothesis:
                  title: The shop serves
                  probes:
                    - type: probe
                      name: all replicas are ready
                      tolerance: {type: jsonpath, path: $.ready, expect: 3}
                      provider: {type: workload, namespace: shop, name: web}
                method: []
                """);

        Ended ended = shakeout.run("rbac", "steady.yaml");

        assertThat(ended.out()).contains("  namespace: shop\n", """
                    resources: ["deployments"]
                    verbs: [list]
                """).doesNotContain("leases", "patch", "Cluster");
    }

    @Test
    void anExperimentOutsideOfAClusterNeedsNothing() throws IOException {
        shakeout.write("pause.yaml", experiment("process/pause", "{kind: process, name: web, mode: one}"));

        Ended ended = shakeout.run("rbac", "pause.yaml");

        assertThat(ended.status()).isZero();
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).contains("needs no rights there");
    }

    @Test
    void optionsOfTheClusterWithoutTheClusterAreAMistake() throws IOException {
        Ended ended = shakeout.run("recover", "--watch");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("--watch is about a cluster; give --cluster too");
    }
}
