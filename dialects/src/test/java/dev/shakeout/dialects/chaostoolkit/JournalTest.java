package dev.shakeout.dialects.chaostoolkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.dialects.JsonReader;
import dev.shakeout.dialects.Mistakes;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Json;
import dev.shakeout.model.Verdict;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JournalTest {
    @Test
    void any_journal_is_read_back_exactly() {
        for (long seed = 1; seed <= 200; seed++) {
            var journal = new RandomJournal(new Random(seed)).next();
            String text = JournalWriter.write(journal);
            assertThat(JournalReader.read("journal.json", text))
                    .as("seed %d", seed)
                    .isEqualTo(journal);
        }
    }

    @Test
    void it_has_every_member_that_chaos_toolkits_readers_look_for() {
        Journal journal = new RandomJournal(new Random(7)).next();
        var json = (Json.Obj) JsonReader.read("journal.json", JournalWriter.write(journal));

        assertThat(json.members().keySet())
                .containsExactly(
                        "chaoslib-version",
                        "platform",
                        "node",
                        "experiment",
                        "start",
                        "status",
                        "deviated",
                        "steady_states",
                        "run",
                        "rollbacks",
                        "end",
                        "duration",
                        "shakeout");
        assertThat(json.get("steady_states").orElseThrow())
                .isInstanceOfSatisfying(
                        Json.Obj.class,
                        states -> assertThat(states.members().keySet()).containsExactly("before", "after", "during"));
        assertThat(json.get("start").orElseThrow().text())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.(\\d{6}|\\d{9})\\+00:00");
        assertThat(json.get("duration").orElseThrow()).isInstanceOf(Json.Num.class);
    }

    @Test
    void verdicts_are_told_in_chaos_toolkits_words() {
        var words = Map.of(
                Verdict.PASSED, "completed",
                Verdict.DEVIATED, "completed",
                Verdict.INCONCLUSIVE, "completed",
                Verdict.NOT_READY, "completed",
                Verdict.HALTED, "interrupted",
                Verdict.ABORTED, "interrupted",
                Verdict.FAILED, "failed",
                Verdict.REFUSED, "failed",
                Verdict.UNSAFE, "aborted");
        for (Verdict verdict : Verdict.values()) {
            var toolkit = Journal.Toolkit.nearest(verdict);
            assertThat(toolkit.status()).as("%s", verdict).isEqualTo(words.get(verdict));
            assertThat(toolkit.deviated()).isEqualTo(verdict == Verdict.DEVIATED);
            Journal journal = new RandomJournal(new Random(1)).next(verdict);
            var json = JournalWriter.json(journal);
            assertThat(json.get("status")).contains(Json.of(journal.toolkit().status()));
            assertThat(json.get("deviated")).contains(Json.of(journal.toolkit().deviated()));
            var ours = (Json.Obj) json.get("shakeout").orElseThrow();
            assertThat(ours.get("verdict")).contains(Json.of(verdict.word()));
            assertThat(ours.get("exit_code")).contains(new Json.Num(BigDecimal.valueOf(journal.exitCode())));
        }
    }

    @Test
    void what_is_no_journal_of_ours_is_refused_in_words() {
        String text = JournalWriter.write(new RandomJournal(new Random(3)).next());

        assertThat(Mistakes.in(() -> JournalReader.read("j.json", "{\"status\": \"completed\"}")))
                .containsExactly("j.json: this journal has no member 'shakeout', so it was not written by Shakeout and"
                        + " cannot be shown");
        assertThat(Mistakes.in(() -> JournalReader.read("j.json", "[]")))
                .containsExactly("j.json: must be an object; found a list");
        assertThat(Mistakes.in(
                        () -> JournalReader.read("j.json", text.replaceFirst("\"seed\": -?\\d+", "\"seed\": 1.5"))))
                .containsExactly("j.json: shakeout.seed must be a whole number");
        assertThat(Mistakes.in(() -> JournalReader.read(
                        "j.json", text.replaceFirst("\"start\": \"[^\"]*\"", "\"start\": \"noon\""))))
                .containsExactly("j.json: start must be a time such as 2026-11-23T10:15:30.000000");
        assertThat(Mistakes.in(() -> JournalReader.read("j.json", text.substring(0, text.length() / 2))))
                .singleElement()
                .asString()
                .contains("the text ends too early");
    }
}
