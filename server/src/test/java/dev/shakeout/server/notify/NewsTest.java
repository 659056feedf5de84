package dev.shakeout.server.notify;

import static dev.shakeout.server.notify.Told.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Finding;
import dev.shakeout.model.Verdict;
import dev.shakeout.server.channel.Occasion;
import dev.shakeout.server.channel.Sent;
import dev.shakeout.server.store.Databases;
import dev.shakeout.server.store.Halt;
import dev.shakeout.server.store.StoredMessage;
import dev.shakeout.server.store.StoredRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is told what, on either database. */
class NewsTest {
    private static final Finding FINDING =
            new Finding("no time limit", "p95", "412 ms", NOON, List.of("delay"), List.of());

    private static List<Occasion> told(Told told, String channel) {
        return told.messages(channel).stream()
                .map(message -> message.notice().occasion())
                .sorted()
                .toList();
    }

    private static void end(Told told, StoredRun run, Verdict verdict) {
        told.store.change(work -> {
            News.ended(run, Optional.of(NOON), Optional.of(verdict), List.of("why"), List.of(FINDING), NOON, work);
            return work;
        });
    }

    @ParameterizedTest
    @EnumSource
    void everyChannelIsToldOfWhatItAsksForInItsEnvironment(Databases kind) {
        try (Told told = new Told(kind.url()).filled()) {
            told.channel("all", Optional.empty(), "http://x", Told.on(Occasion.START, Occasion.END, Occasion.FINDING));
            told.channel("here", Optional.of("production"), "http://x", Told.on(Occasion.END, Occasion.HALT));
            told.channel("there", Optional.of("staging"), "http://x", Told.on(Occasion.END));
            told.channel("bad", Optional.empty(), "http://x", Told.ends(Verdict.UNSAFE, Verdict.DEVIATED));
            StoredRun run = told.run("r1", "production");
            told.store.change(work -> {
                News.started(run, NOON, work);
                News.halted("r1", "somebody", NOON, work);
                News.halted("r1", "somebody else", NOON.plusSeconds(1), work);
                return work;
            });
            end(told, run, Verdict.PASSED);

            assertThat(told(told, "all")).containsExactly(Occasion.START, Occasion.END, Occasion.FINDING);
            assertThat(told(told, "here")).containsExactly(Occasion.HALT, Occasion.END);
            assertThat(told.messages("here").getFirst().notice().fact("reason"))
                    .as("the first")
                    .isEqualTo("somebody");
            assertThat(told(told, "there")).isEmpty();
            assertThat(told(told, "bad")).isEmpty();
            end(told, told.run("r2", "production"), Verdict.UNSAFE);
            assertThat(told.only("bad").notice().words()).isEqualTo("slow in production has ended unsafe: why");
            assertThat(told.only("bad").notice().facts())
                    .containsEntry("requested-by", "ci")
                    .containsEntry("started-at", NOON.toString())
                    .containsEntry("experiment-version", "1");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRunThatIsBegunAgainIsToldOfAndSoIsWhatItTurnsOutToHaveLeft(Databases kind) {
        try (Told told = new Told(kind.url()).filled()) {
            told.channel("all", Optional.empty(), "http://x", Told.on(Occasion.START, Occasion.END));
            StoredRun first = told.run("r1", "production");
            told.store.change(work -> {
                News.started(first, NOON, work);
                News.started(first.by("other", 2), NOON, work);
                News.leftOver("r1", List.of("not ended yet"), NOON, work);
                return work.runs().end("r1", Optional.of(Verdict.PASSED), List.of(), NOON);
            });
            told.store.change(work -> {
                News.ended(first, Optional.empty(), Optional.of(Verdict.PASSED), List.of(), List.of(), NOON, work);
                News.leftOver("r1", List.of("a qdisc is left"), NOON, work);
                return work;
            });
            assertThat(told.messages("all").stream().map(each -> each.notice().words()))
                    .containsExactly(
                            "slow in production has begun",
                            "slow in production has begun again, attempt 2",
                            "slow in production has ended passed",
                            "slow in production has ended unsafe: a qdisc is left");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsUndoneIsNotTold(Databases kind) {
        try (Told told = new Told(kind.url()).filled()) {
            told.channel("all", Optional.empty(), "http://x", Told.on(Occasion.START));
            StoredRun run = told.run("r1", "production");
            try {
                told.store.change(work -> {
                    News.started(run, NOON, work);
                    throw new IllegalStateException("undone");
                });
            } catch (IllegalStateException _) {
                // as it should be
            }
            assertThat(told.messages("all")).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHaltAndItsReleaseAreToldOfOnceEach(Databases kind) {
        try (Told told = new Told(kind.url()).filled()) {
            told.channel("here", Optional.of("production"), "http://x", Told.on(Occasion.HALT));
            told.channel("there", Optional.of("staging"), "http://x", Told.on(Occasion.HALT));
            var one = new Halt(Optional.of("production"), "it burns", "t", NOON);
            told.store.change(work -> {
                News.halted(one, work);
                News.halted(one, work);
                News.released(one, "t", NOON.plusSeconds(9), work);
                News.halted(new Halt(Optional.empty(), "all of it", "t", NOON), work);
                return work;
            });
            assertThat(told.messages("here").stream().map(each -> each.notice().words()))
                    .containsExactlyInAnyOrder(
                            "environment production is halted: it burns",
                            "environment production is released, runs may be started again",
                            "everything is halted: all of it");
            List<String> due = told.store.read(work -> work.messages().dueChannels(NOON.plusSeconds(9)));
            assertThat(due).containsExactlyInAnyOrder("here", "there");
            var order = new ArrayList<Occasion>();
            for (int i = 0; i < 3; i++) {
                order.add(settled(told, "here"));
            }
            assertThat(order).as("the release behind its halt").endsWith(Occasion.RELEASE);
            assertThat(told.only("there").notice().words()).isEqualTo("everything is halted: all of it");
        }
    }

    private static Announcement announcement(Told told, Duration after) {
        return told.store.read(work -> Announcement.of("r1", NOON.plus(after), work));
    }

    private static void announce(Told told) {
        StoredRun run = told.run("r1", "production");
        told.store.change(work -> News.announced(run, NOON, work));
    }

    @ParameterizedTest
    @EnumSource
    void aRunWaitsForTheLongestLeadOfThoseWhoAreToldBefore(Databases kind) {
        try (Told told = new Told(kind.url()).filled()) {
            told.channel("brief", Optional.empty(), "http://x", Told.before(Duration.ofMinutes(1), false));
            told.channel("long", Optional.of("production"), "http://x", Told.before(Duration.ofMinutes(10), false));
            told.channel("there", Optional.of("staging"), "http://x", Told.before(Duration.ofHours(10), true));
            StoredRun run = told.run("r1", "production");
            Optional<String> words = told.store.change(work -> News.announced(run, NOON, work));

            assertThat(words).contains("it is announced, and begins at 2026-11-01T12:10:00Z at the earliest");
            assertThat(told.only("brief").notice().fact("begins-at")).isEqualTo("2026-11-01T12:10:00Z");
            assertThat(announcement(told, Duration.ofMinutes(9)))
                    .isEqualTo(new Announcement.Under(NOON.plus(Duration.ofMinutes(10))));
            assertThat(announcement(told, Duration.ofMinutes(10)))
                    .as("even if it has not arrived")
                    .isEqualTo(new Announcement.Over());
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoMustBeToldHasHisWholeLeadFromWhenItArrives(Databases kind) {
        try (Told told = new Told(kind.url()).filled()) {
            told.channel("must", Optional.empty(), "http://x", Told.before(Duration.ofMinutes(10), true));
            announce(told);
            settle(told, NOON.plus(Duration.ofMinutes(4)), true);

            assertThat(announcement(told, Duration.ofMinutes(10)))
                    .isEqualTo(new Announcement.Under(NOON.plus(Duration.ofMinutes(14))));
            assertThat(announcement(told, Duration.ofMinutes(14))).isEqualTo(new Announcement.Over());
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoMustBeToldAndIsNotKeepsTheRunFromBeginning(Databases kind) {
        try (Told told = new Told(kind.url()).filled()) {
            told.channel("must", Optional.empty(), "http://x", Told.before(Duration.ZERO, true));
            announce(told);
            assertThat(announcement(told, Duration.ofSeconds(59)))
                    .as("a receiver may be restarted just then")
                    .isEqualTo(new Announcement.Under(NOON.plus(Announcement.PATIENCE)));
            assertThat(announcement(told, Duration.ofMinutes(1)))
                    .isInstanceOfSatisfying(
                            Announcement.Failed.class,
                            failed -> assertThat(failed.why())
                                    .startsWith(
                                            "channel 'must' must be told before a run begins, and was not: no server has"));
            settle(told, NOON, false);
            assertThat(announcement(told, Duration.ZERO))
                    .as("at once, when it is given up")
                    .isInstanceOfSatisfying(
                            Announcement.Failed.class,
                            failed -> assertThat(failed.why())
                                    .contains("and was not: it is gone; POST /api/v1/channels/must/test"));
        }
    }

    private static Occasion settled(Told told, String channel) {
        return told.store.change(work -> {
            var message = work.messages()
                    .claim(channel, "c", NOON.plusSeconds(9), NOON.plusSeconds(99))
                    .orElseThrow();
            work.messages().giveUp(message.notice().id(), "c", "", NOON);
            return message.notice().occasion();
        });
    }

    private static void settle(Told told, Instant at, boolean sent) {
        told.store.change(work -> {
            String id = work.messages()
                    .claim("must", "c", at, at.plusSeconds(1))
                    .orElseThrow()
                    .notice()
                    .id();
            if (sent) {
                work.messages().sent(id, "c", new Sent.Delivered("ok", Optional.empty()), at);
            } else {
                work.messages().giveUp(id, "c", "it is gone", at);
            }
            return id;
        });
    }

    @ParameterizedTest
    @EnumSource
    void anAnnouncementThatHasNotArrivedIsDroppedWhenTheRunBegins(Databases kind) {
        try (Told told = new Told(kind.url()).filled()) {
            told.channel("late", Optional.empty(), "http://x", Told.before(Duration.ZERO, false));
            StoredRun run = told.run("r1", "production");
            told.store.change(work -> {
                News.announced(run, NOON, work);
                News.started(run, NOON, work);
                return work;
            });
            assertThat(told.only("late").state()).isEqualTo(StoredMessage.State.GIVEN_UP);
            assertThat(told.only("late").result()).isEqualTo("the run began before it arrived");
        }
    }
}
