package dev.shakeout.faults.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.engine.Planned;
import dev.shakeout.engine.Planner;
import dev.shakeout.engine.Runner;
import dev.shakeout.engine.Stop;
import dev.shakeout.engine.Terms;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Glob;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Plan;
import dev.shakeout.model.Position;
import dev.shakeout.model.Rule;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an account may do, and what becomes of an experiment that wants more, or that reaches no cluster. */
class RightsTest extends WithCluster {
    private static final Duration SHORT = Duration.ofMillis(500);

    @Test
    void theLeastRightsAreEnoughAndGrantNothingElse() throws IOException {
        deploy("least", 2);
        Selector selector = named(WorkloadFinder.KIND, "least");
        grant("least", experiment("workload/scale", Arguments.NONE, selector));
        try (var limited = new Limited(cluster.kubeconfig("least", "default"))) {
            Planned planned = plan(limited.machine(), "workload/scale", Arguments.NONE, selector, SHORT);
            assertThat(planned.plan().refusals()).isEmpty();
            var journal = new Runner(CATALOG, limited.machine(), Map.of(), "test").run(planned, new Stop(), List.of());
            assertThat(journal.verdict()).as(journal.toString()).isEqualTo(Verdict.PASSED);

            assertThat(refusals(limited, "workload/scale", named(WorkloadFinder.KIND, "another")))
                    .contains("this account may not read", "another");
            assertThat(refusals(limited, "node/cordon", named(NodeFinder.KIND, "node-1")))
                    .contains("this account may not", "nodes");
        }
    }

    @Test
    void whatIsMissingIsNamedBeforeAnythingIsTouched() throws IOException {
        deploy("looked-at", 1);
        Selector selector = named(WorkloadFinder.KIND, "looked-at");
        grant("looker", experiment("workload/scale", Arguments.NONE, selector), text -> text.replace(", patch]", "]"));
        try (var limited = new Limited(cluster.kubeconfig("looker", "default"))) {
            assertThat(refusals(limited, "workload/scale", selector))
                    .contains(
                            "this account may not patch deployments.apps",
                            "patch leases.coordination.k8s.io",
                            "in namespace default",
                            "shakeout rbac");
        }
        assertThat(deployment("looked-at").text("spec", "replicas")).isEqualTo("1");
    }

    @Test
    void whatThePolicyDoesNotOpenIsRefused() throws IOException {
        deploy("guarded", 1);
        var here = new Position("policy.yaml", 1, 1);
        Rule elsewhere = new Rule.AllowNamespaces(List.of(new Glob("shop-*")), here);
        Rule anotherContext = new Rule.AllowContexts(List.of(new Glob("staging")), here);
        Rule everything = new Rule.AllowNamespaces(List.of(new Glob("*")), here);

        Selector workload = named(WorkloadFinder.KIND, "guarded");
        assertThat(under("workload/scale", workload, elsewhere, anotherContext))
                .containsExactly(
                        "in staging: workload default/guarded is in default, which is not among the namespaces that the"
                                + " policy allows: shop-* (policy.yaml:1:1)",
                        "in staging: workload default/guarded is in testbed, which is not among the contexts that the"
                                + " policy allows: staging (policy.yaml:1:1)");
        Selector node = named(NodeFinder.KIND, "node-1");
        assertThat(under("node/cordon", node, elsewhere))
                .containsExactly(
                        "in staging: node node-1 is in no namespace, which is not among the namespaces that the"
                                + " policy allows: shop-* (policy.yaml:1:1)");
        assertThat(under("node/cordon", node, everything)).isEmpty();
    }

    @Test
    void productionIsHitOnlyWhereItIsNamed() throws IOException {
        deploy("earning", 1);
        var here = new Position("policy.yaml", 1, 1);
        Rule context = new Rule.Production(List.of(new Glob("test*")), List.of(), here);
        Rule namespace = new Rule.Production(List.of(), List.of(new Glob("def*")), here);
        Selector workload = named(WorkloadFinder.KIND, "earning");
        Selector node = named(NodeFinder.KIND, "node-1");

        assertThat(under("workload/scale", workload, context, namespace))
                .containsExactly(
                        "in staging: workload default/earning is in context testbed, which the policy marks as production;"
                                + " a run there must name it: --context testbed (of a Run: spec.context) (policy.yaml:1:1)",
                        "in staging: workload default/earning is in namespace default, which the policy marks as"
                                + " production; a run there must name it: --namespace default (of a Run:"
                                + " spec.namespaces) (policy.yaml:1:1)");
        var named = new Terms.Named(Set.of("testbed"), Set.of("default"));
        assertThat(under(named, "workload/scale", workload, context, namespace)).isEmpty();
        var others = new Terms.Named(Set.of("staging"), Set.of("shop"));
        assertThat(under(others, "workload/scale", workload, context, namespace))
                .hasSize(2);

        assertThat(under(named, "node/cordon", node, namespace))
                .singleElement()
                .asString()
                .contains("node node-1 belongs to every namespace", "--namespace '*'");
        assertThat(under(new Terms.Named(Set.of(), Set.of("*")), "node/cordon", node, namespace))
                .isEmpty();
    }

    private List<String> under(String fault, Selector selector, Rule... rules) {
        return under(Terms.Named.NOTHING, fault, selector, rules);
    }

    private List<String> under(Terms.Named named, String fault, Selector selector, Rule... rules) {
        var terms = new Terms(
                "staging", List.of(rules), "", List.of(), _ -> new Terms.Flag(true, ""), named, Optional.empty());
        return new Planner(CATALOG, machine)
                .plan(experiment(fault, Arguments.NONE, selector), 1, terms).plan().refusals().stream()
                        .map(Plan.Refusal::toString)
                        .toList();
    }

    @Test
    void withoutAKubeconfigItIsToldWhereOneWasLookedFor() {
        try (var lost = new Limited(folder.resolve("no-such-file"))) {
            assertThat(refusals(lost, "node/cordon", named(NodeFinder.KIND, "node-1")))
                    .contains("no cluster is known", "no-such-file is not there");
        }
    }

    @Test
    void aContextThatIsNotThereIsToldWithThoseThatAre() {
        var elsewhere = new Selector(NodeFinder.KIND, Arguments.NONE.with(Criteria.CONTEXT, "prod"), ONE);
        assertThatThrownBy(() -> plan(machine, "node/cordon", Arguments.NONE, elsewhere, SHORT))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("there is no context 'prod'")
                .hasMessageContaining("testbed");
    }

    @Test
    void aTokenThatIsNotAcceptedIsToldAsThat() throws IOException {
        try (var expired = new Limited(cluster.kubeconfig("expired", "default", "no-such-token"))) {
            assertThat(refusals(expired, "node/cordon", named(NodeFinder.KIND, "node-1")))
                    .contains("credentials of context 'testbed' are not accepted", "log in again");
        }
    }

    @Test
    void aFileThatIsNoKubeconfigIsToldAsThat() throws IOException {
        try (var broken = new Limited(Files.writeString(folder.resolve("broken"), "contexts: {{"))) {
            assertThat(refusals(broken, "node/cordon", named(NodeFinder.KIND, "node-1")))
                    .contains("broken is no kubeconfig");
        }
    }

    @Test
    void nothingThatMatchesIsAMistakeInTheFile() {
        assertThatThrownBy(() ->
                        plan(machine, "workload/scale", Arguments.NONE, named(WorkloadFinder.KIND, "nobody"), SHORT))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("no workload matches name nobody");
    }

    private String refusals(Limited limited, String fault, Selector selector) {
        try {
            return plan(limited.machine(), fault, Arguments.NONE, selector, SHORT)
                    .plan()
                    .refusals()
                    .toString();
        } catch (InvalidInput e) {
            return String.valueOf(e.getMessage());
        }
    }
}
