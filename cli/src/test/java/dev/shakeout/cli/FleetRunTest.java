package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.cli.Shakeout.Running;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
    /** An agent that hears nothing of its run for that long takes back by itself. */
    private static final Duration LESS_THAN_A_LEASE = Duration.ofSeconds(8);

    @Test
    void aProcessOnAHostOfTheFleetStandsStillAndGoesOn(@TempDir Path folder) throws Exception {
        agent("web-1", "role=web");
        agent("db-1", "role=db");
        standsStillAndGoesOn(folder);
    }

    @Test
    void aHaltIsTakenBackOnTheHost(@TempDir Path folder) throws Exception {
        agent("web-1", "role=web");
        Json.Obj ended = struck(folder, run -> api.send("POST", "/runs/" + run + "/halt", Optional.empty(), Map.of()));
        assertThat(text(ended, "verdict")).as(ended.compact()).isEqualTo("aborted");
    }

    @Test
    void aHaltIsTakenBackOnTheHostThoughTheRunCannotAskForIt(@TempDir Path folder) throws Exception {
        agent("web-1", "role=web");
        Json.Obj ended = struck(folder, "5m", (run, victim) -> {
            List<Long> own = ProcessHandle.allProcesses()
                    .map(ProcessHandle::pid)
                    .filter(pid -> isOf(run, pid))
                    .toList();
            assertThat(own).as(run(run).compact()).isNotEmpty();
            signal("STOP", own);
            try {
                api.send("POST", "/runs/" + run + "/halt", Optional.empty(), Map.of());
                await().atMost(LESS_THAN_A_LEASE).until(() -> !standsStill(victim));
                assertThat(text(run(run), "state")).isNotEqualTo("ended");
            } finally {
                signal("CONT", own);
            }
        });
        assertThat(text(ended, "verdict")).as(ended.compact()).isEqualTo("aborted");
    }

    private static void signal(String name, List<Long> processes) throws Exception {
        var command = new ArrayList<>(List.of("kill", "-s", name));
        processes.forEach(pid -> command.add(String.valueOf(pid)));
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
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
        assertThat(ended.compact())
                .contains(
                        "what the run had changed is taken back",
                        "its process was ended before it could write a journal");
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
