package dev.shakeout.server.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Json;
import dev.shakeout.model.Verdict;
import dev.shakeout.server.channel.HttpReceiver.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagerDutyTest {
    private static final String KEY = "a".repeat(32);

    private HttpReceiver receiver;

    @BeforeEach
    void start() throws IOException {
        receiver = new HttpReceiver()
                .answers(Answer.of(202, "{\"status\": \"success\", \"message\": \"Event processed\"}"));
    }

    @AfterEach
    void end() {
        receiver.close();
    }

    private HttpReceiver.Got sent(Notice notice) {
        Sent sent =
                Notices.send("pagerduty", Json.object("routing-key", KEY, "url", receiver.url("/v2/enqueue")), notice);
        assertThat(sent).isInstanceOf(Sent.Delivered.class);
        return receiver.got.getLast();
    }

    @Test
    void aRunTriggersAndItsEndResolvesTheSame() {
        HttpReceiver.Got begun = sent(Notices.of(Occasion.START));
        assertThat(begun.at("routing_key")).isEqualTo(KEY);
        assertThat(begun.at("event_action")).isEqualTo("trigger");
        assertThat(begun.at("dedup_key")).isEqualTo("shakeout/r1");
        assertThat(begun.at("payload/severity")).isEqualTo("info");
        assertThat(begun.at("payload/source")).isEqualTo("production");
        assertThat(begun.at("payload/summary")).isEqualTo("slow-database in production has begun");
        assertThat(begun.at("payload/timestamp")).isEqualTo("2026-12-01T12:00:00Z");

        HttpReceiver.Got ended = sent(Notices.ended("passed"));
        assertThat(ended.json())
                .isEqualTo(Json.object("routing_key", KEY, "event_action", "resolve", "dedup_key", "shakeout/r1"));
    }

    @ParameterizedTest
    @CsvSource({
        "passed, ''",
        "aborted, ''",
        "refused, ''",
        "halted, warning",
        "not-ready, warning",
        "inconclusive, warning",
        "deviated, error",
        "failed, error",
        "unsafe, critical"
    })
    void theVerdictSaysHowBadItIs(String verdict, String severity) {
        HttpReceiver.Got ended = sent(Notices.ended(verdict));
        assertThat(ended.at("event_action")).isEqualTo(severity.isEmpty() ? "resolve" : "trigger");
        assertThat(ended.at("payload/severity")).isEqualTo(severity);
        assertThat(ended.at("dedup_key")).isEqualTo("shakeout/r1");
    }

    @Test
    void aFindingIsAnIncidentOfItsOwnThatTheEndOfTheRunDoesNotResolve() {
        HttpReceiver.Got found = sent(Notices.of(Occasion.FINDING, "finding", "no time limit"));
        assertThat(found.at("dedup_key")).isEqualTo("shakeout/r1/no time limit");
        assertThat(found.at("payload/severity")).isEqualTo("error");
    }

    @Test
    void whatIsHaltedIsResolvedByItsRelease() {
        var facts = Map.of("environment", "production", "reason", "it burns");
        HttpReceiver.Got halted = sent(new Notice("m", Occasion.HALT, Notices.NOW, facts));
        HttpReceiver.Got released = sent(new Notice("n", Occasion.RELEASE, Notices.NOW, facts));
        assertThat(halted.at("event_action")).isEqualTo("trigger");
        assertThat(released.at("event_action")).isEqualTo("resolve");
        assertThat(released.at("dedup_key")).isEqualTo(halted.at("dedup_key"));
    }

    @Test
    void whoeverOpensMustBeToldOfEveryEnd() {
        Receiver pager = Receivers.of("pagerduty").read(Json.object("routing-key", KEY));
        assertThat(pager.place()).isEqualTo("events.pagerduty.com");
        assertThat(pager.mistake(rules(Set.of(Occasion.START), Set.of()))).isPresent();
        assertThat(pager.mistake(rules(Set.of(Occasion.START, Occasion.END), Set.of(Verdict.UNSAFE))))
                .isPresent();
        assertThat(pager.mistake(rules(Set.of(Occasion.START, Occasion.END), Set.of())))
                .isEmpty();
        assertThat(pager.mistake(rules(Set.of(Occasion.END), Set.of(Verdict.UNSAFE))))
                .isEmpty();
    }

    private static Channel.Rules rules(Set<Occasion> on, Set<Verdict> verdicts) {
        return new Channel.Rules(on, verdicts, Duration.ZERO, false, false);
    }
}
