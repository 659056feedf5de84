package dev.shakeout.faults.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.Planner;
import dev.shakeout.engine.Terms;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Glob;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Plan;
import dev.shakeout.model.Position;
import dev.shakeout.model.Rule;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Verdict;
import dev.shakeout.testbed.KubernetesObject;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Pods of several namespaces are one lot, from which one draw chooses, with rights and rules for each namespace. */
class SeveralNamespacesTest extends WithCluster {
    private static final String ELSEWHERE = "elsewhere";
    private static final Position HERE = new Position("policy.yaml", 1, 1);
    private static final Arguments WEB = Arguments.NONE.with(Criteria.LABELS, Map.of("app", "web"));
    private static final Selector BOTH = new Selector(
            PodFinder.KIND,
            List.of(
                    WEB.with(Criteria.NAMESPACE, "default"),
                    WEB.with(Criteria.NAMESPACE, ELSEWHERE),
                    Arguments.NONE.with(Criteria.NAMESPACE, "default").with(Criteria.SELECTOR, "app in (web)")),
            ONE);

    private void deployBoth() throws IOException {
        namespace(ELSEWHERE);
        deploy("web", 1);
        cluster.api().create(deployments().replace("default", ELSEWHERE), workload("web", Map.of()));
        await().atMost(SOON).until(() -> !web(ELSEWHERE).isEmpty());
    }

    private Set<String> web(String namespace) throws IOException {
        var names = new TreeSet<String>();
        for (KubernetesObject pod : cluster.api()
                .get("/api/v1/namespaces/" + namespace + "/pods?labelSelector=app%3Dweb")
                .each("items")) {
            if (pod.field("metadata", "deletionTimestamp").isEmpty()) {
                names.add(namespace + "/" + pod.name());
            }
        }
        return names;
    }

    @Test
    void oneOfAllIsHitWithTheRightsOfEachNamespace() throws IOException {
        deployBoth();
        var all = new HashSet<>(web("default"));
        all.addAll(web(ELSEWHERE));
        assertThat(all).hasSize(2);
        var experiment = Experiment.of(
                "one", List.of(action("pod/delete", Arguments.NONE, BOTH, Optional.of(Duration.ofSeconds(1)))));
        var drawn = new HashSet<String>();
        grant("breaker", experiment);
        try (var limited = new Limited(cluster.kubeconfig("breaker", "default"))) {
            for (int seed = 0; seed < 20; seed++) {
                var plan = new Planner(CATALOG, limited.machine())
                        .plan(experiment, seed)
                        .plan();
                assertThat(plan.refusals()).isEmpty();
                assertThat(plan.radii())
                        .singleElement()
                        .satisfies(radius -> assertThat(radius.found()).isEqualTo(all.size()));
                assertThat(plan.injections())
                        .singleElement()
                        .satisfies(each -> drawn.add(each.target().name()));
            }
        }
        assertThat(drawn).isEqualTo(all);

        grantOnlyIn("default", experiment);
        try (var limited = new Limited(cluster.kubeconfig("halfway", "default"))) {
            assertThatThrownBy(() -> new Planner(CATALOG, limited.machine()).plan(experiment, 1))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining(ELSEWHERE);
        }

        var journal = drill("pod/delete", Arguments.NONE, BOTH);
        assertThat(journal.verdict()).as(journal.toString()).isEqualTo(Verdict.PASSED);
        assertThat(journal.injections()).hasSize(1);
        policiesHoldForTheSecondNamespace();
    }

    private void grantOnlyIn(String namespace, Experiment both) throws IOException {
        grant("halfway", both, text -> text.replace("namespace: " + ELSEWHERE, "namespace: kube-public"));
    }

    private void policiesHoldForTheSecondNamespace() {
        var all = new Selector(PodFinder.KIND, BOTH.anyOf(), new Selector.Mode.All());
        var everything = Experiment.of(
                "all", List.of(action("pod/delete", Arguments.NONE, all, Optional.of(Duration.ofSeconds(1)))));
        assertThat(refused(everything, new Rule.Production(List.of(), List.of(new Glob(ELSEWHERE)), HERE)))
                .contains("is in namespace elsewhere, which the policy marks as production");
        assertThat(refused(everything, new Rule.AllowNamespaces(List.of(new Glob("default")), HERE)))
                .contains("is in elsewhere, which is not among the namespaces that the policy allows");
    }

    private String refused(Experiment experiment, Rule rule) {
        var terms = new Terms("staging", List.of(rule), "", List.of(), _ -> new Terms.Flag(true, ""));
        return new Planner(CATALOG, machine)
                .plan(experiment, 1, terms).plan().refusals().stream()
                        .map(Plan.Refusal::toString)
                        .reduce("", String::concat);
    }

    @Test
    void nothingInAnyOfThemNamesAll() {
        var nobody = new Selector(
                PodFinder.KIND,
                List.of(
                        Arguments.NONE.with(PodFinder.OWNER, "nobody"),
                        Arguments.NONE.with(PodFinder.OWNER, "no-one").with(Criteria.NAMESPACE, "kube-system")),
                ONE);
        assertThatThrownBy(() -> plan(machine, "pod/delete", Arguments.NONE, nobody, Duration.ofSeconds(1)))
                .hasMessageContaining("no pod matches owner nobody; or owner no-one, namespace kube-system");
    }
}
