package dev.shakeout.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.model.Json;
import dev.shakeout.model.Verdict;
import dev.shakeout.server.store.AuditEntry;
import dev.shakeout.server.store.StoredRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An environment with a kill switch: its runs begin only while it is on, and end when it goes off; the runs are played. */
class KillSwitchTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private static void turn(Path file, boolean on) throws Exception {
        Path draft = Files.writeString(file.resolveSibling("draft.json"), """
                {"flags": {"chaos": {"state": "ENABLED", "variants": {"on": true, "off": false}, "defaultVariant": "%s"}}}""".formatted(on ? "on" : "off"));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void runsBeginOnlyWhileItIsOnAndEndWhenItGoesOff(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("flags.json");
        turn(file, true);
        try (var site = new Site(HaltTest.LASTING)) {
            String admin = site.people.admin();
            Json.Obj flag = Json.object("file", file.toString(), "key", "chaos");
            var put = site.send(
                    "PUT",
                    new Sample(
                            Endpoints.API + "/environments/" + Site.STAGING,
                            Map.of("If-Match", "\"1\""),
                            Optional.of(Json.object("description", "", "flag", flag))),
                    Optional.of(admin));
            assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
            assertThat(Site.json(put).get("flag")).contains(flag);

            String first = start(site, admin);
            HaltTest.awaitUnderWay(site, first);
            turn(file, false);
            await().atMost(SOON).until(() -> run(site, first).state() == StoredRun.State.ENDED);
            assertThat(run(site, first).verdict()).contains(Verdict.ABORTED);
            assertThat(run(site, first).halt()).isTrue();
            assertThat(run(site, first).reasons().getFirst())
                    .isEqualTo(
                            "the kill switch of environment 'staging' (flag 'chaos' in " + file + ") was turned off");
            List<AuditEntry> noted = site.store.read(work -> work.audit().after(0, 100));
            assertThat(noted)
                    .anyMatch(entry ->
                            entry.action().equals("run.halt") && entry.subject().equals("run/" + first));

            String second = start(site, admin);
            await().atMost(SOON).until(() -> run(site, second).state() == StoredRun.State.ENDED);
            assertThat(run(site, second).verdict()).contains(Verdict.REFUSED);
            assertThat(run(site, second).reasons())
                    .singleElement(InstanceOfAssertFactories.STRING)
                    .endsWith("before a run begins: it is off");

            Files.delete(file);
            String third = start(site, admin);
            await().atMost(SOON).until(() -> run(site, third).state() == StoredRun.State.ENDED);
            assertThat(run(site, third).reasons())
                    .singleElement(InstanceOfAssertFactories.STRING)
                    .endsWith("there is no file " + file);
            assertThat(site.troubles).isEmpty();
        }
    }

    private static String start(Site site, String token) throws Exception {
        var response = site.send(
                "POST",
                new Sample(
                        Endpoints.API + "/runs",
                        Map.of(),
                        Optional.of(Json.object("experiment", Site.EXPERIMENT, "environment", Site.STAGING))),
                Optional.of(token));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return Site.json(response).get("id").map(Json::text).orElseThrow();
    }

    private static StoredRun run(Site site, String id) {
        return site.store.read(work -> work.runs().find(id)).orElseThrow();
    }
}
