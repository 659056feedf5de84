package dev.shakeout.drivers.gremlin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Folders;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Planner;
import dev.shakeout.engine.Runner;
import dev.shakeout.engine.Stop;
import dev.shakeout.model.Activity;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Event;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Json;
import dev.shakeout.model.Position;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stages of an attack are told while it goes on, each once, by a played API. */
class PlayedStagesTest {
    private static final Catalog CATALOG = Catalog.installed();
    private static final Map<String, String> NEXT = Map.of("Pending", "Running", "Running", "Successful");

    @TempDir
    Path home;

    @Test
    void eachStageIsAnEventAndInTheJournal() throws IOException {
        try (var api = new PlayedApi()) {
            Machine machine = Machine.local().with(new Folders(home.resolve("run"), home.resolve("state")));
            machine.mask().cover(Json.of(PlayedApi.KEY));
            var planned = new Planner(CATALOG, machine).plan(attack(api.beginsAs("Pending")), 1);
            var stop = new Stop();
            Journal journal = new Runner(CATALOG, machine, Map.of(), "test").run(planned, stop, List.of(event -> {
                if (event instanceof Event.StageReached reached) {
                    goOn(api, reached.reading().words(), stop);
                }
            }));

            assertThat(journal.injections()).singleElement().satisfies(injected -> {
                assertThat(injected.stages())
                        .extracting(Journal.Injected.Stage::words)
                        .as(journal.toString())
                        .containsExactly("Gremlin says Pending", "Gremlin says Running", "Gremlin says Successful");
                assertThat(injected.bites()).contains(true);
            });
            machine.shared().close();
        }
    }

    /** To the next stage as soon as one was told; after the last there is nothing to wait for. */
    private static void goOn(PlayedApi api, String told, Stop stop) {
        String stage = told.substring(told.lastIndexOf(' ') + 1);
        if (NEXT.containsKey(stage)) {
            api.stages().replaceAll((_, _) -> NEXT.get(stage));
        } else {
            stop.ask(Verdict.ABORTED, "enough was seen");
        }
    }

    private static Experiment attack(PlayedApi api) {
        var arguments = Arguments.NONE.with(
                GremlinAttack.ATTACK, Json.object("attackConfiguration", Json.object("command", "x")));
        var call = new Provider.FaultCall(
                "gremlin/attack",
                new Selector(TeamFinder.KIND, api.account(Duration.ofSeconds(2)), new Selector.Mode.One()),
                arguments,
                Optional.of(Duration.ofMinutes(1)));
        return Experiment.of(
                "attack",
                List.of(new Activity.Action(Activity.Written.named("attack", new Position("test", 1, 1)), call)));
    }
}
