package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.cli.Shakeout.Running;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs of a server on hosts of its fleet: whoever is gone, everything is taken back. */
@Timeout(300)
class FleetRunTest extends WithFleet {
    private Running agent(String name, String... labels) throws IOException {
        String data = shakeout.work().resolve(name).toString();
        var words = new java.util.ArrayList<>(
                List.of("--enrol", enrolment(name + ".token", Json.object("role", "*")), "--name", name));
        for (String label : labels) {
            words.addAll(List.of("--label", label));
        }
        Running agent = join(data, words.toArray(String[]::new));
        said(agent, "connected to \\S+ as (\\S+) for staging");
        return agent;
    }

    /** Stores an experiment that pauses what sleeps under this name. */
    private void pauses(String experiment, String name, String duration, String by) throws IOException {
        api.send(
                "PUT",
                "/experiments/" + experiment,
                Optional.of(Json.object(
                        "definition",
                        Json.object(
                                "title",
                                "a program stands still on a host of the fleet",
                                "description",
                                "nobody waits for it",
                                "method",
                                Json.of(List.of(Json.object(
                                        "type",
                                        "action",
                                        "name",
                                        "stand still",
                                        "provider",
                                        Json.object(
                                                "type",
                                                "fault",
                                                "fault",
                                                "process/pause",
                                                "target",
                                                Json.object(
                                                        "kind", "agent",
                                                        "labels", Json.object("role", by),
                                                        "hits", Json.object("kind", "process", "name", name)),
                                                "duration",
                                                duration))))),
                        "owner",
                        "shop")),
                Map.of());
    }

    private String begin(String experiment) throws IOException {
        return text(
                api.send(
                                "POST",
                                "/runs",
                                Optional.of(Json.object("experiment", experiment, "environment", "staging")),
                                Map.of("Idempotency-Key", experiment))
                        .json(),
                "id");
    }

    private Json.Obj ended(String run) {
        await().atMost(SOON).until(() -> text(run(run), "state").equals("ended"));
        return run(run);
    }

    private Json.Obj run(String id) {
        try {
            return api.get("/runs/" + id).json();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean standsStill(Victim victim) {
        try {
            String stat = Files.readString(Path.of("/proc/" + victim.pid() + "/stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).startsWith("T");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aProcessOnAHostOfTheFleetStandsStillAndGoesOn(@TempDir Path folder) throws Exception {
        try (Victim victim = Victim.sleeping(folder)) {
            agent("web-1", "role=web");
            agent("db-1", "role=db");
            pauses("still", victim.name(), "2s", "web");
            String run = begin("still");
            await().atMost(SOON)
                    .until(() -> standsStill(victim) || text(run(run), "state").equals("ended"));
            Json.Obj ended = ended(run);
            assertThat(text(ended, "verdict")).as(ended.compact()).isEqualTo("passed");
            assertThat(standsStill(victim)).isFalse();
        }
    }

    /** A run that is under way, and what stands still by it. */
    private interface Blow {
        void strike(String run) throws Exception;
    }

    private Json.Obj struck(Path folder, Blow blow) throws Exception {
        try (Victim victim = Victim.sleeping(folder)) {
            pauses("long", victim.name(), "5m", "web");
            String run = begin("long");
            await().atMost(SOON)
                    .until(() -> standsStill(victim) || text(run(run), "state").equals("ended"));
            assertThat(standsStill(victim)).as(run(run).compact()).isTrue();
            blow.strike(run);
            await().atMost(SOON).until(() -> !standsStill(victim));
            return ended(run);
        }
    }

    @Test
    void aHaltIsTakenBackOnTheHost(@TempDir Path folder) throws Exception {
        agent("web-1", "role=web");
        Json.Obj ended = struck(folder, run -> api.send("POST", "/runs/" + run + "/halt", Optional.empty(), Map.of()));
        assertThat(text(ended, "verdict")).as(ended.compact()).isEqualTo("aborted");
    }

    @Test
    void anAgentThatIsKilledLeavesNothing(@TempDir Path folder) throws Exception {
        Running agent = agent("web-1", "role=web");
        Json.Obj ended = struck(folder, _ -> agent.process().destroyForcibly());
        assertThat(text(ended, "verdict")).as(ended.compact()).isIn("unsafe", "halted");
    }

    @Test
    void aRunThatIsKilledLeavesNothing(@TempDir Path folder) throws Exception {
        agent("web-1", "role=web");
        Json.Obj ended = struck(
                folder,
                run -> ProcessHandle.allProcesses()
                        .filter(each -> isOf(run, each.pid()))
                        .forEach(ProcessHandle::destroyForcibly));
        assertThat(ended.compact()).contains("what the run had changed is taken back", "it ended with status 137");
        assertThat(noLedgerIsLeft()).isTrue();
    }

    private boolean noLedgerIsLeft() {
        try (Stream<Path> all = Files.walk(shakeout.work())) {
            return all.noneMatch(each -> each.toString().endsWith(".entry"));
        } catch (IOException | UncheckedIOException _) {
            return false; // something is being deleted just now
        }
    }

    /** Of the run's own process, and not of those beside it that take back. */
    private static boolean isOf(String run, long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/comm")).equals("java\n")
                    && Files.readString(Path.of("/proc/" + pid + "/environ")).contains(run + "/fleet");
        } catch (IOException _) {
            return false;
        }
    }

    @Test
    void aServerThatIsKilledLeavesNothing(@TempDir Path folder) throws Exception {
        agent("web-1", "role=web");
        Json.Obj ended = struck(folder, _ -> {
            server.process().destroyForcibly().waitFor();
            server = start("server", "--port", url.replaceAll(".*:", ""));
            said(server, "listens at (\\S+),");
        });
        // nobody was left to measure it
        assertThat(text(ended, "verdict")).as(ended.compact()).isIn("unsafe", "failed");
        assertThat(ended.compact()).doesNotContain("could not be taken back");
        assertThat(noLedgerIsLeft()).isTrue();
    }

    @Test
    void anAgentOfAnotherEnvironmentIsNotThere(@TempDir Path folder) throws Exception {
        api.send("PUT", "/environments/production", Optional.of(Json.object("description", "")), Map.of());
        agent("web-1", "role=web");
        try (Victim victim = Victim.sleeping(folder)) {
            pauses("elsewhere", victim.name(), "2s", "web");
            String run = text(
                    api.send(
                                    "POST",
                                    "/runs",
                                    Optional.of(Json.object("experiment", "elsewhere", "environment", "production")),
                                    Map.of("Idempotency-Key", "elsewhere"))
                            .json(),
                    "id");
            Json.Obj ended = ended(run);
            assertThat(ended.compact()).contains("no agent matches", "no agent is connected for this environment");
            assertThat(standsStill(victim)).isFalse();
        }
    }
}
