package dev.shakeout.faults.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Planned;
import dev.shakeout.engine.Runner;
import dev.shakeout.engine.Stop;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Event;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Json;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;

/** A tool of somebody else, played by its documented state machine on a real API server, as the hands of runs. */
abstract class WithPeer extends WithProbes {
    private final List<Machine> apartOnes = new ArrayList<>();

    /** Whose objects the test is about. */
    abstract Played played();

    /** What kind of object it makes, unless a test says otherwise. */
    abstract ResourceType type();

    @AfterAll
    void uninstall() {
        apartOnes.forEach(each -> each.shared().close());
        if (cluster != null) { // else all was skipped before it was installed
            played().close();
        }
    }

    static Selector namespace() {
        return named(NamespaceFinder.KIND, "default");
    }

    List<String> marked(String app) throws IOException {
        return pods(app).stream()
                .filter(pod -> !pod.text("metadata", "annotations", Played.HIT).isEmpty())
                .map(pod -> pod.name())
                .toList();
    }

    final long left() throws IOException {
        return left(type());
    }

    long left(ResourceType type) throws IOException {
        return cluster.api().get(type.path("default")).each("items").size();
    }

    /** By the command that the journal names, once the controller works again. */
    void clear(Journal journal, String name) throws IOException {
        free(name);
        List<String> commands = journal.injections().getFirst().leftovers();
        assertThat(commands).isNotEmpty();
        for (String command : commands) {
            var done = machine.processes().run(List.of("sh", "-c", command), Duration.ofMinutes(1));
            assertThat(done.ok()).as(done.complaint()).isTrue();
        }
    }

    /** As a controller in the cluster does when a run is gone: it names what is left, and it is done when it can be. */
    final void takenBackInItsPlace(String fault, Arguments stuck, String left) throws IOException {
        cluster.api().apply(Files.readString(Path.of("../deploy/kubernetes/recover.yaml")));
        Machine controller = as(cluster.kubeconfig("shakeout-recover", "shakeout"));
        apartOnes.add(controller);
        // the run's own undo goes on meanwhile
        drill(fault, stuck.with(ChaosMeshObject.UNDO_WITHIN, Duration.ofSeconds(60)), namespace(), () -> {
            assertThatThrownBy(() -> takeBackByLease(controller))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(left);
            free(cluster.api()
                    .get(type().path("default"))
                    .each("items")
                    .getFirst()
                    .name());
            takeBackByLease(controller);
            assertThat(marked("lost")).isEmpty();
        });
    }

    private void free(String name) throws IOException {
        played().free(name);
        String path = type().path("default", name);
        if (cluster.api().ask("GET", path, Json.Obj.EMPTY).ok()) { // a change has it looked at again
            var change = Json.object("metadata", Json.object("labels", Json.object("looked", "again")));
            cluster.api().ask("PATCH", path, change);
        }
    }

    /** On a machine of its own, as what it leaves holds the target and the lease until somebody takes it back. */
    Journal haltedWhileOn(String fault, Arguments arguments) throws IOException {
        Machine apart = as(cluster.kubeconfig(), Files.createTempDirectory(folder, "halted"));
        apartOnes.add(apart);
        Planned planned = plan(apart, fault, arguments, namespace(), Duration.ofMinutes(5));
        assertThat(planned.plan().refusals()).isEmpty();
        var stop = new Stop();
        return new Runner(CATALOG, apart, Map.of(), "test").run(planned, stop, List.of(event -> {
            if (event instanceof Event.EffectMeasured measured && measured.bites()) {
                stop.ask(Verdict.ABORTED, "enough");
            }
        }));
    }
}
