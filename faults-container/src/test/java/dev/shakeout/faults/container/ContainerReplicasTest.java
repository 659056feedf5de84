package dev.shakeout.faults.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.engine.Planner;
import dev.shakeout.engine.Terms;
import dev.shakeout.model.Activity;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Injection;
import dev.shakeout.model.Json;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Plan;
import dev.shakeout.model.Position;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Rule;
import dev.shakeout.model.Selector;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A share of a service's replicas is hit, and a policy counts those that are left and serve. */
class ContainerReplicasTest extends WithEngine {
    private static final Position HERE = new Position("test", 1, 1);

    private void serveReplicas(int count) throws IOException {
        for (int i = 1; i <= count; i++) {
            serve(
                    "shop-web-" + i,
                    "--label",
                    "com.docker.compose.project=shop",
                    "--label",
                    "com.docker.compose.service=web");
        }
        serve("shop-db-1", "--label", "com.docker.compose.project=shop", "--label", "com.docker.compose.service=db");
    }

    private Plan plan(Arguments by, Selector.Mode mode, Rule... rules) {
        var selector = new Selector(ContainerFinder.KIND, by, mode);
        var call = new Provider.FaultCall(
                "container/pause", selector, Arguments.NONE, Optional.of(Duration.ofMillis(200)));
        var action = new Activity.Action(Activity.Written.named("pause some", HERE), call);
        var terms = new Terms(
                "test", List.of(rules), "", List.of(), _ -> new Terms.Flag(false, "there is no flag to read"));
        return new Planner(CATALOG, machine)
                .plan(Experiment.of("share", List.of(action)), 1, terms)
                .plan();
    }

    private static Arguments web() {
        return Arguments.NONE.with(Criteria.PROJECT, "shop").with(Criteria.SERVICE, "web");
    }

    @Test
    void a_share_of_a_service_is_a_share_of_its_replicas() throws IOException {
        serveReplicas(4);

        Plan plan = plan(web(), new Selector.Mode.Share(new Percent(50)));

        assertThat(plan.refusals()).isEmpty();
        assertThat(plan.injections())
                .extracting(Injection::target)
                .extracting(target -> target.name())
                .hasSize(2)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.startsWith("shop-web-"));
        assertThat(plan.radii())
                .singleElement()
                .satisfies(radius -> assertThat(radius.services())
                        .containsExactly(new Plan.Service(ContainerFinder.KIND, "shop/web", 2, 4)));
    }

    @Test
    void a_policy_counts_the_replicas_that_serve() throws IOException {
        serveReplicas(3);
        Arguments first = criteria(Criteria.NAME, Json.of("shop-web-1"));
        var keepTwo = new Rule.KeepReplicas(2, HERE);
        assertThat(plan(first, new Selector.Mode.One(), keepTwo).refusals()).isEmpty();

        docker.run("pause", "shop-web-3");

        assertThat(plan(first, new Selector.Mode.One(), keepTwo).refusals())
                .singleElement()
                .asString()
                .contains("shop/web");
    }
}
