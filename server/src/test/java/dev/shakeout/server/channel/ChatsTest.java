package dev.shakeout.server.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Json;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Slack and Teams, as their webhooks take it. */
class ChatsTest {
    private HttpReceiver receiver;

    @BeforeEach
    void start() throws IOException {
        receiver = new HttpReceiver();
    }

    @AfterEach
    void end() {
        receiver.close();
    }

    @Test
    void slackGetsBlocksInWhichNothingCallsAnybody() {
        Notices.send(
                "slack",
                Json.object("url", receiver.url("/services/T/B/x")),
                Notices.of(Occasion.HALT, "reason", "<!channel> & more"));
        HttpReceiver.Got got = receiver.got.getFirst();
        assertThat(got.path()).isEqualTo("/services/T/B/x");
        assertThat(got.at("text")).isEqualTo("slow-database in production is to halt: &lt;!channel&gt; &amp; more");
        assertThat(got.at("blocks/0/type")).isEqualTo("section");
        assertThat(got.at("blocks/0/text/type")).isEqualTo("mrkdwn");
        assertThat(got.at("blocks/0/text/text")).startsWith("*slow-database").endsWith("&amp; more*");
        assertThat(got.at("blocks/1/text/text")).contains("run: r1", "requested-by: ci");
        assertThat(got.body()).doesNotContain("<!channel>");
    }

    @Test
    void slackTakesNoMoreThanThreeThousandCharactersOfASection() {
        Notices.send(
                "slack", Json.object("url", receiver.url("/")), Notices.of(Occasion.HALT, "reason", "x".repeat(5_000)));
        assertThat(receiver.got.getFirst().at("blocks/0/text/text")).hasSize(3_000);
        assertThat(receiver.got.getFirst().at("blocks/1/text/text")).hasSize(3_000);
    }

    @Test
    void teamsGetsAnAdaptiveCard() {
        Notices.send("teams", Json.object("url", receiver.url("/workflows/x")), Notices.ended("unsafe"));
        HttpReceiver.Got got = receiver.got.getFirst();
        assertThat(got.at("type")).isEqualTo("message");
        assertThat(got.at("attachments/0/contentType")).isEqualTo("application/vnd.microsoft.card.adaptive");
        assertThat(got.at("attachments/0/content/type")).isEqualTo("AdaptiveCard");
        assertThat(got.at("attachments/0/content/body/0/text"))
                .startsWith("slow-database in production has ended unsafe");
        assertThat(got.at("attachments/0/content/body/1/type")).isEqualTo("FactSet");
        assertThat(got.at("attachments/0/content/body/1/facts/0/title")).isEqualTo("environment");
        assertThat(got.at("attachments/0/content/body/1/facts/0/value")).isEqualTo("production");
    }

    @Test
    void aTestHasNoRowsAndIsTakenAllTheSame() {
        var test = new Notice("t1", Occasion.TEST, Notices.NOW, Map.of());
        Notices.send("slack", Json.object("url", receiver.url("/")), test);
        Notices.send("teams", Json.object("url", receiver.url("/")), test);
        assertThat(receiver.got.getFirst().at("blocks/0/text/text"))
                .isEqualTo("*Shakeout can reach you by this channel*");
        assertThat(receiver.got.getLast().at("attachments/0/content/body/0/text"))
                .isEqualTo("Shakeout can reach you by this channel");
    }
}
