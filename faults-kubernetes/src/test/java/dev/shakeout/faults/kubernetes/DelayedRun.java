package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Folders;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Planner;
import dev.shakeout.engine.Runner;
import dev.shakeout.engine.Stop;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Selector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Usage: DelayedRun FOLDER POD. Delays the packets of a pod for a minute, and tells its events by their names. */
final class DelayedRun {
    private DelayedRun() {}

    public static void main(String[] words) {
        Path folder = Path.of(words[0]);
        var machine = Machine.local().with(new Folders(folder.resolve("run"), folder.resolve("state")));
        var selector = new Selector("pod", Arguments.NONE.with(Criteria.NAME, words[1]), new Selector.Mode.One());
        var action = WithCluster.action(
                "network/delay",
                WithNode.arguments("network/delay", Map.of("latency", "300ms")),
                selector,
                Optional.of(Duration.ofMinutes(1)));
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
