package dev.shakeout.faults.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Stop;
import dev.shakeout.engine.Trial;
import dev.shakeout.faults.host.Obedient;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Json;
import dev.shakeout.model.Proof;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a run leaves at an engine makes it unsafe, and what others do there meanwhile does not. */
class ContainerWitnessTest extends WithEngine {
    private Target target(String name) {
        return new ContainerFinder()
                .find(criteria(Criteria.NAME, Json.of(name)), machine)
                .getFirst();
    }

    /** The fault's own steps, of which none is taken back. */
    private Journal forgetting(String fault) {
        Target target = target("web");
        var steps = new ArrayList<Step>();
        CATALOG.fault(fault)
                .rungs()
                .getFirst()
                .plan(target, Arguments.NONE.with(ContainerStop.GRACE, Duration.ZERO), machine)
                .steps()
                .forEach(step ->
                        steps.add(Step.command(step.what(), step.change().argv(), Inverse.of(":"))));
        return new Trial(CATALOG, machine, "test")
                .of(fault, "rung", target, Prepared.of(steps, new Obedient()), new Stop());
    }

    private static Proof proof(Journal journal) {
        return journal.proof().orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "container/pause, 'was running, is paused'",
        "container/stop, 'was running, is exited'",
        "container/remove, 'container web is called web-removed-by-shakeout'",
    })
    void names_what_a_run_has_left_and_the_command_that_clears_it(String fault, String words) throws IOException {
        Container web = serve("web");

        Journal journal = forgetting(fault);

        assertThat(journal.verdict()).isEqualTo(Verdict.UNSAFE);
        assertThat(proof(journal).residue()).extracting(Proof.Residue::words).anyMatch(each -> each.contains(words));
        for (Proof.Residue residue : proof(journal).residue()) {
            assertThat(machine.processes()
                            .run(List.of("sh", "-c", residue.clear().orElseThrow()))
                            .ok())
                    .isTrue();
        }
        Container after = Container.read(engine, web.id());
        assertThat(after.status()).isEqualTo("running");
        assertThat(after.name()).isEqualTo("web");
    }

    @Test
    void names_a_network_that_a_container_is_not_on_any_more() throws IOException {
        serve("web");

        Journal journal = forgetting("container/disconnect");

        assertThat(proof(journal).residue())
                .singleElement()
                .satisfies(residue -> assertThat(residue.words())
                        .matches("container web on the network (bridge|podman): was connected.*, is not connected"));
    }

    @Test
    void holds_nothing_against_a_run_that_others_do_meanwhile() throws IOException {
        serve("web");
        serve("other");
        serve("brief");
        Journal journal = new Trial(CATALOG, machine, "test")
                .of(
                        "test/nothing",
                        "rung",
                        target("web"),
                        Prepared.of(List.of(byOthers()), new Obedient()),
                        new Stop());

        assertThat(journal.verdict()).as("%s", journal.reasons()).isEqualTo(Verdict.PASSED);
        assertThat(proof(journal).meanwhile())
                .contains(
                        "container other: was running, is paused",
                        "container web is called shop",
                        "gone: container brief");
    }

    private Step byOthers() {
        String script =
                "for what in 'pause other' 'rename web shop' 'rm --force brief'; do docker $what || exit 1; done";
        return Step.shell("live", script, List.of(), Inverse.of(":"));
    }
}
