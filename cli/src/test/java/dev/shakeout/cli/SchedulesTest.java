package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Json;
import dev.shakeout.operator.Operator;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Schedules, by a clock of the test's own. */
class SchedulesTest extends WithOperator {
    private final Hands clock =
            new Hands(Instant.now().truncatedTo(ChronoUnit.MINUTES).plusSeconds(30));

    /** Stands still until it is moved. */
    private static final class Hands extends Clock {
        private volatile Instant now;

        Hands(Instant now) {
            this.now = now;
        }

        void move(Duration by) {
            now = now.plus(by);
        }

        /** The run of a schedule at the last full minute. */
        String run(String schedule) {
            return schedule + "-" + now.getEpochSecond() / 60;
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneId.of("UTC");
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @Test
    void runsAreMadeWhenTheyAreDueAndTheOldOnesForgotten() throws Exception {
        deploy("web");
        deploy("api");
        cluster.api().create(EXPERIMENTS, typed("Experiment", named("short", drill("web", "1s"))));
        cluster.api().create(EXPERIMENTS, typed("Experiment", named("long", drill("api", "1h"))));
        schedule("often", "* * * * *", "short", "web");
        schedule("slow", "* * * * *", "long", "api");
        schedule("mistaken", "61 * * * *", "short", "web");
        Machine machine = with(machine(cluster.kubeconfig("shakeout-operator", "shakeout"), "scheduled"));
        Thread operator = start(machine);
        try {
            await().atMost(SOON).untilAsserted(() -> {
                assertThat(status("often", "nextRun")).isNotEmpty();
                assertThat(status("slow", "nextRun")).isNotEmpty();
                assertThat(status("mistaken", "problem")).contains("'61 * * * *' is not a cron expression");
            });
            assertThat(status("often", "lastRun")).isEmpty();

            clock.move(Duration.ofMinutes(1));
            String first = clock.run("often");
            awaitPassed(first);
            awaitReplicas("api", "0");
            assertThat(status("often", "lastRunName")).isEqualTo(first);

            clock.move(Duration.ofMinutes(1));
            awaitPassed(clock.run("often"));
            await().atMost(SOON).untilAsserted(() -> assertThat(events("slow")).contains("Skipped"));
            assertThat(exists(clock.run("slow"))).isFalse();

            clock.move(Duration.ofMinutes(1)); // of those that have passed one is kept
            awaitPassed(clock.run("often"));
            await().atMost(SOON).until(() -> !exists(first));

            cluster.api().patch(SCHEDULES + "/slow", Json.object("spec", Json.object("suspend", true)));
            cluster.api().delete(RUNS + "/" + status("slow", "lastRunName"));
            awaitReplicas("api", "1");
            clock.move(Duration.ofMinutes(10)); // as if nobody had been there
            await().atMost(SOON).untilAsserted(() -> assertThat(events("often")).contains("Missed"));
            assertThat(exists(clock.run("slow"))).isFalse();
        } finally {
            operator.interrupt();
            operator.join();
            machine.shared().close();
        }
    }

    private void schedule(String name, String cron, String experiment, String account) throws IOException {
        var spec = Json.object(
                "cron", cron, "experiment", experiment, "serviceAccount", account, "successfulRunsHistoryLimit", 1);
        cluster.api().create(SCHEDULES, typed("Schedule", named(name, spec)));
    }

    private Machine with(Machine machine) {
        return new Machine(
                machine.root(),
                machine.processes(),
                clock,
                machine.folders(),
                machine.java(),
                machine.environment(),
                machine.links(),
                machine.facts(),
                machine.shared(),
                machine.mask());
    }

    private static Thread start(Machine machine) {
        var shakeout = List.of(
                Shakeout.java(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.shakeout.cli.Main");
        var settings = new Operator.Settings(
                Optional.empty(), Optional.empty(), shakeout, List.of(), Duration.ofSeconds(15), 4);
        return Thread.ofPlatform().start(() -> {
            try {
                new Operator(settings, machine).run(_ -> {}, _ -> {});
            } catch (IOException | InterruptedException _) {
                Thread.currentThread().interrupt(); // the test is over
            }
        });
    }

    private void awaitPassed(String run) throws IOException {
        await(run).atMost(SOON).until(() -> exists(run));
        assertThat(awaitOver(run).text("status", "verdict")).isEqualTo("passed");
    }

    private boolean exists(String run) throws IOException {
        return cluster.api().ask("GET", RUNS + "/" + run, Json.Obj.EMPTY).ok();
    }

    private String status(String schedule, String field) throws IOException {
        return cluster.api().get(SCHEDULES + "/" + schedule).text("status", field);
    }
}
