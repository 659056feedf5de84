package dev.shakeout.server.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.shakeout.model.Json;
import dev.shakeout.model.Verdict;
import dev.shakeout.server.channel.HttpReceiver;
import dev.shakeout.server.channel.HttpReceiver.Answer;
import dev.shakeout.server.channel.HttpReceiver.Got;
import dev.shakeout.server.channel.Occasion;
import dev.shakeout.server.store.Databases;
import dev.shakeout.server.store.StoredMessage;
import dev.shakeout.server.store.StoredMessage.State;
import dev.shakeout.server.store.StoredRun;
import java.io.BufferedReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written arrives, at real receivers, whoever is down, slow or gone. */
class OutboxTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    private static void awaitAll(Told told, String channel, State state) {
        await().atMost(SOON).until(() -> told.messages(channel).stream().allMatch(message -> message.state() == state));
    }

    @ParameterizedTest
    @EnumSource
    void whatAReceiverMissesWhileItIsDownItGetsLaterAndInOrder(Databases kind) throws Exception {
        int port;
        try (var first = new HttpReceiver()) {
            port = first.port();
        }
        try (Told told = new Told(kind.url()).filled()) {
            told.channel("hook", Optional.empty(), "http://127.0.0.1:" + port + "/", Told.on(Occasion.START));
            told.run("r1", "staging");
            told.message("m1", "hook", Optional.of("r1"), Occasion.START);
            told.message("m2", "hook", Optional.of("r1"), Occasion.HALT);
            told.message("m3", "hook", Optional.of("r1"), Occasion.END);
            try (var _ = told.outbox(Told.QUICK)) {
                await().atMost(SOON)
                        .until(() -> told.messages("hook").getFirst().tries() >= 3);
                assertThat(told.messages("hook").getFirst().result()).contains("check that the server runs");
                assertThat(told.messages("hook").get(1).tries())
                        .as("not before what happened before")
                        .isZero();
                try (var back = new HttpReceiver(port)) {
                    awaitAll(told, "hook", State.SENT);
                    assertThat(back.got)
                            .extracting(got -> got.header("webhook-id"))
                            .containsExactly("m1", "m2", "m3");
                }
            }
            assertThat(told.troubles).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSlowReceiverKeepsNobodyElseWaiting(Databases kind) throws Exception {
        var stuck = new CountDownLatch(1);
        try (Told told = new Told(kind.url()).filled();
                var slow = new HttpReceiver().answers(new Answer(200, "", Map.of(), () -> hang(stuck)));
                var quick = new HttpReceiver()) {
            told.channel("a-slow", Optional.empty(), slow.url("/"), Told.on(Occasion.START));
            told.channel("quick", Optional.empty(), quick.url("/"), Told.on(Occasion.START));
            IntStream.range(0, 5).forEach(i -> told.message("s" + i, "a-slow", Optional.empty(), Occasion.HALT));
            IntStream.range(0, 5).forEach(i -> told.message("q" + i, "quick", Optional.empty(), Occasion.HALT));
            try (var _ = told.outbox(patient())) {
                awaitAll(told, "quick", State.SENT);
                assertThat(told.messages("a-slow")).noneMatch(message -> message.state() == State.SENT);
                stuck.countDown();
                awaitAll(told, "a-slow", State.SENT);
            }
        }
    }

    /** Whose claims are longer than any of these tests. */
    private static Outbox.Pace patient() {
        return new Outbox.Pace(
                Told.QUICK.look(), Duration.ofMinutes(5), Told.QUICK.first(), Told.QUICK.longest(), Told.QUICK.last());
    }

    private static void hang(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @EnumSource
    void twoServersSendEachOnce(Databases kind) throws Exception {
        String url = kind.url();
        try (Told here = new Told(url).filled();
                Told there = new Told(url);
                var receiver = new HttpReceiver()) {
            here.channel("hook", Optional.empty(), receiver.url("/"), Told.on(Occasion.START));
            here.channel("other", Optional.empty(), receiver.url("/"), Told.on(Occasion.START));
            IntStream.range(0, 40)
                    .forEach(
                            i -> here.message("m" + i, i % 2 == 0 ? "hook" : "other", Optional.empty(), Occasion.HALT));
            try (var _ = here.outbox(patient());
                    var _ = there.outbox(patient())) {
                awaitAll(here, "hook", State.SENT);
                awaitAll(here, "other", State.SENT);
            }
            assertThat(receiver.got)
                    .extracting(got -> got.header("webhook-id"))
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, 40).mapToObj(i -> "m" + i).toList());
            assertThat(here.troubles).isEmpty();
            assertThat(there.troubles).isEmpty();
        }
    }

    /** In a process of its own, killed between the claim and the answer. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatAServerHadClaimedThatIsKilledAnotherOneSendsWithTheSameId(boolean arrived) throws Exception {
        String url = Databases.POSTGRESQL.url();
        var stuck = new CountDownLatch(1);
        try (Told told = new Told(url).filled();
                var receiver = new HttpReceiver().answers(new Answer(200, "", Map.of(), () -> hang(stuck)))) {
            told.channel("hook", Optional.empty(), receiver.url("/"), Told.on(Occasion.START));
            told.message("m1", "hook", Optional.empty(), Occasion.HALT);
            Process lost = LostSender.start(url, arrived);
            try (BufferedReader said = lost.inputReader()) {
                if (arrived) {
                    await().atMost(SOON).until(() -> receiver.got.size() == 1);
                } else {
                    assertThat(said.readLine()).isEqualTo(LostSender.CLAIMED);
                }
            } finally {
                lost.destroyForcibly().waitFor();
            }
            assertThat(told.only("hook").state()).isEqualTo(State.WAITING);
            receiver.answers(Answer.of(200, "ok"));
            try (var _ = told.outbox(Told.QUICK)) {
                awaitAll(told, "hook", State.SENT);
            } finally {
                stuck.countDown();
            }
            assertThat(receiver.got)
                    .hasSize(arrived ? 2 : 1)
                    .extracting(got -> got.header("webhook-id"))
                    .containsOnly("m1");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatCannotArriveIsGivenUpWithItsReason(Databases kind) throws Exception {
        try (Told told = new Told(kind.url()).filled();
                var receiver = new HttpReceiver().answers(Answer.of(503, "closed"))) {
            told.channel("hook", Optional.empty(), receiver.url("/"), Told.on(Occasion.START));
            told.message("m1", "hook", Optional.empty(), Occasion.HALT);
            told.message("m2", "nobody", Optional.empty(), Occasion.HALT);
            var impatient = new Outbox.Pace(
                    Told.QUICK.look(),
                    Told.QUICK.claim(),
                    Told.QUICK.first(),
                    Told.QUICK.longest(),
                    Duration.ofDays(1));
            try (var _ = told.outbox(impatient)) {
                awaitAll(told, "hook", State.GIVEN_UP);
                awaitAll(told, "nobody", State.GIVEN_UP);
            }
            assertThat(told.only("hook").result()).isEqualTo("answered 503: closed (given up after 24 h 0 m)");
            assertThat(told.only("hook").settledAt()).isPresent();
            assertThat(told.only("nobody").result()).isEqualTo("the channel was deleted");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenWhenTheServerEndsIsSentYetIfThatGoesQuickly(Databases kind) throws Exception {
        try (Told told = new Told(kind.url()).filled();
                var receiver = new HttpReceiver()) {
            told.channel("hook", Optional.empty(), receiver.url("/"), Told.on(Occasion.START));
            var rare = new Outbox.Pace(
                    Duration.ofHours(1),
                    Told.QUICK.claim(),
                    Told.QUICK.first(),
                    Told.QUICK.longest(),
                    Told.QUICK.last());
            try (var _ = told.outbox(rare)) {
                told.message("m1", "hook", Optional.empty(), Occasion.HALT);
            }
            assertThat(told.only("hook").state()).isEqualTo(State.SENT);
            assertThat(told.troubles).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void triesAreFurtherAndFurtherApart(Databases kind) throws Exception {
        try (Told told = new Told(kind.url()).filled();
                var receiver = new HttpReceiver().answers(Answer.of(503, ""))) {
            told.channel("hook", Optional.empty(), receiver.url("/"), Told.on(Occasion.START));
            told.message("m1", "hook", Optional.empty(), Occasion.HALT);
            var pace = new Outbox.Pace(
                    Duration.ofMillis(10),
                    Duration.ofMinutes(1),
                    Duration.ofMillis(40),
                    Duration.ofHours(1),
                    Duration.ofDays(4000));
            try (var _ = told.outbox(pace)) {
                await().atMost(SOON).until(() -> told.only("hook").tries() >= 5);
            }
            StoredMessage message = told.only("hook");
            Duration next = Duration.between(Instant.now(), message.dueAt());
            assertThat(next)
                    .as("40 ms doubled four times, more or less by half, less what has passed")
                    .isLessThanOrEqualTo(Duration.ofMillis(40 * 16 * 3 / 2));
            assertThat(message.tries()).isLessThan(9);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReceiverThatAsksToBeLeftAloneIsThatLongAndAnHourAtMost(Databases kind) throws Exception {
        for (var asked : Map.of("1800", Duration.ofMinutes(30), "86400", Duration.ofHours(1))
                .entrySet()) {
            var busy = new Answer(429, "", Map.of("Retry-After", asked.getKey()), () -> {});
            try (Told told = new Told(kind.url()).filled();
                    var receiver = new HttpReceiver().answers(busy)) {
                told.channel("hook", Optional.empty(), receiver.url("/"), Told.on(Occasion.START));
                told.message("m1", "hook", Optional.empty(), Occasion.HALT);
                try (var _ = told.outbox(patient())) {
                    await().atMost(SOON).until(() -> told.only("hook").tries() == 1);
                }
                assertThat(Duration.between(Instant.now(), told.only("hook").dueAt()))
                        .isCloseTo(asked.getValue(), Duration.ofMinutes(2));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theMarkThatAReceiverHasMadeIsFoundAgainAtTheEnd(Databases kind) throws Exception {
        try (Told told = new Told(kind.url()).filled();
                var grafana = new HttpReceiver().answers(Answer.of(200, "{\"id\": 7}"))) {
            told.channel(
                    "dashboards",
                    Optional.empty(),
                    "grafana",
                    Json.object("url", grafana.url(""), "token", "glsa"),
                    Told.on(Occasion.START, Occasion.END));
            StoredRun run = told.run("r1", "staging");
            told.store.change(work -> {
                News.started(run, Told.NOON, work);
                News.ended(
                        run,
                        Optional.of(Told.NOON),
                        Optional.of(Verdict.PASSED),
                        List.of(),
                        List.of(),
                        Told.NOON.plusSeconds(60),
                        work);
                return work;
            });
            try (var _ = told.outbox(Told.QUICK)) {
                awaitAll(told, "dashboards", State.SENT);
            }
            assertThat(grafana.got)
                    .extracting(Got::method, Got::path)
                    .containsExactly(tuple("POST", "/api/annotations"), tuple("PATCH", "/api/annotations/7"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatThisServerCannotDecryptWaitsForOneThatCan(Databases kind) throws Exception {
        String url = kind.url();
        try (Told told = new Told(url).filled();
                var receiver = new HttpReceiver()) {
            told.channel("hook", Optional.empty(), receiver.url("/"), Told.on(Occasion.START));
            told.message("m1", "hook", Optional.empty(), Occasion.HALT);
            try (var _ = told.outbox(Told.QUICK, new Secrets(Optional.empty()))) {
                await().atMost(SOON).until(() -> told.only("hook").tries() > 0);
                assertThat(told.only("hook").result()).contains("no key for secrets", "--secrets-key");
            }
            try (var _ = told.outbox(Told.QUICK)) {
                awaitAll(told, "hook", State.SENT);
            }
        }
    }
}
