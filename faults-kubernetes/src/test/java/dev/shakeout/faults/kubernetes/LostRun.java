package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Folders;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Planner;
import dev.shakeout.engine.Runner;
import dev.shakeout.engine.Stop;
import dev.shakeout.model.Activity;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Position;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Selector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Usage: LostRun FOLDER SELECTOR SECONDS [new]. Scales what the labels select to nothing for so long, with a ledger in the
 * folder, what appears meanwhile too if it is asked for, and tells its events by their names, and how it ended.
 */
final class LostRun {
    private LostRun() {}

    public static void main(String[] words) {
        Path folder = Path.of(words[0]);
        var machine = Machine.local().with(new Folders(folder.resolve("run"), folder.resolve("state")));
        var duration = Duration.ofSeconds(Long.parseLong(words[2]));
        var plain = new Selector(
                WorkloadFinder.KIND, Arguments.NONE.with(Criteria.SELECTOR, words[1]), new Selector.Mode.All());
        var selector = words.length > 3 ? plain.includingNew() : plain;
        var call = new Provider.FaultCall("workload/scale", selector, Arguments.NONE, Optional.of(duration));
        var action = new Activity.Action(Activity.Written.named("scale", new Position("test", 1, 1)), call);
        var planned = new Planner(Catalog.installed(), machine).plan(Experiment.of("lost", List.of(action)), 1);
        var journal = new Runner(Catalog.installed(), machine, Map.of(), "test")
                .run(
                        planned,
                        new Stop(),
                        List.of(event -> System.out.println(event.getClass().getSimpleName())));
        System.out.println(journal.verdict() + " " + journal.reasons());
        machine.shared().close();
    }
}
