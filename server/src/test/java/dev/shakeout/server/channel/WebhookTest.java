package dev.shakeout.server.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.server.channel.HttpReceiver.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookTest {
    private static final String SECRET = "0123456789abcdef";

    private HttpReceiver receiver;

    @BeforeEach
    void start() throws IOException {
        receiver = new HttpReceiver();
    }

    @AfterEach
    void end() {
        receiver.close();
    }

    private Json.Obj target(Object... more) {
        Json.Obj target = Json.object("url", receiver.url("/hook?x=1"));
        for (int i = 0; i < more.length; i += 2) {
            target = target.with((String) more[i], Json.of((String) more[i + 1]));
        }
        return target;
    }

    /** As a receiver has it that knows the specification and not this code. */
    private static String signature(byte[] key, HttpReceiver.Got got) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        String signed = got.header("webhook-id") + "." + got.header("webhook-timestamp") + "." + got.body();
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void whatIsSentIsSignedWithItsIdAndItsTime() throws Exception {
        Sent sent = Notices.send("webhook", target("secret", SECRET), Notices.ended("deviated"));

        assertThat(sent.words()).isEqualTo("answered 200: ok");
        assertThat(sent).isInstanceOf(Sent.Delivered.class);
        HttpReceiver.Got got = receiver.got.getFirst();
        assertThat(got.method() + " " + got.path()).isEqualTo("POST /hook?x=1");
        assertThat(got.header("content-type")).isEqualTo("application/json");
        assertThat(got.header("webhook-id")).isEqualTo("msg_1");
        assertThat(got.header("webhook-timestamp")).isEqualTo(Long.toString(Notices.NOW.getEpochSecond()));
        assertThat(got.header("webhook-signature")).isEqualTo(signature(SECRET.getBytes(StandardCharsets.UTF_8), got));
        assertThat(got.at("event")).isEqualTo("end");
        assertThat(got.at("verdict")).isEqualTo("deviated");
        assertThat(got.at("reason")).isEqualTo("p95 < 200 ms & \"more\"");
        assertThat(got.at("words"))
                .isEqualTo("slow-database in production has ended deviated: p95 < 200 ms & \"more\"");
    }

    @Test
    void aSecretAsLibrariesOfStandardWebhooksMakeItIsTheKeyInBase64() throws Exception {
        byte[] key = "a key of twenty-four bytes".getBytes(StandardCharsets.UTF_8);
        Notices.send(
                "webhook",
                target("secret", "whsec_" + Base64.getEncoder().encodeToString(key)),
                Notices.of(Occasion.START));
        assertThat(receiver.got.getFirst().header("webhook-signature"))
                .isEqualTo(signature(key, receiver.got.getFirst()));
    }

    @Test
    void withoutASecretNothingIsSigned() {
        Notices.send("webhook", target("authorization", "Bearer t"), Notices.of(Occasion.START));
        assertThat(receiver.got.getFirst().header("webhook-signature")).isEmpty();
        assertThat(receiver.got.getFirst().header("authorization")).isEqualTo("Bearer t");
    }

    @Test
    void aTemplateIsFilledInSoThatItStaysWhatItIs() {
        Notices.send(
                "webhook",
                target("template", "{\"say\": \"{{ experiment }}: {{reason}}\", \"none\": \"{{finding}}\"}"),
                Notices.ended("deviated"));
        assertThat(receiver.got.getFirst().json())
                .isEqualTo(Json.object("say", "slow-database: p95 < 200 ms & \"more\"", "none", ""));

        Notices.send(
                "webhook",
                target("template", "{{verdict}} $1 \\ {{run}}", "content-type", "text/plain"),
                Notices.ended("deviated"));
        assertThat(receiver.got.getLast().body()).isEqualTo("deviated $1 \\ r1");
        assertThat(receiver.got.getLast().header("content-type")).isEqualTo("text/plain");
    }

    @Test
    void whatAValueHoldsIsNotFilledInAgain() {
        Notices.send(
                "webhook",
                target("template", "{\"say\": \"{{reason}}\"}"),
                Notices.of(Occasion.HALT, "reason", "{{requested-by}}"));
        assertThat(receiver.got.getFirst().at("say")).isEqualTo("{{requested-by}}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            url | ftp://example.org | address of http or https
            url | https://user:secret@example.org | without a user in it
            secret | short | at least 16 characters
            secret | whsec_*** | no base64
            template | {"say": "{{verdikt}}"} | {{verdikt}}, which there is not
            template | {"say": {{verdict}}} | no JSON once it is filled in
            content-type | json | such as text/plain
            authorization | `a
            b` | one line
            """)
    void whatCannotBeIsRefusedWhenItIsWritten(String name, String value, String words) {
        assertThatThrownBy(() -> Receivers.of("webhook").read(target().with(name, Json.of(value))))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining(words);
    }

    @Test
    void whatIsNotTakenIsTriedAgainUnlessItIsGone() {
        for (int status : new int[] {400, 404, 429, 500, 503}) {
            receiver.answers(Answer.of(status, "no  \n way"));
            assertThat(Notices.send("webhook", target(), Notices.of(Occasion.START)))
                    .isEqualTo(new Sent.Failed("answered " + status + ": no way", false));
        }
        receiver.answers(Answer.of(410, ""));
        assertThat(Notices.send("webhook", target(), Notices.of(Occasion.START)))
                .isEqualTo(new Sent.Failed("answered 410", true));
    }

    @Test
    void redirectsAreNotFollowed() {
        receiver.answers(new Answer(302, "", Map.of("Location", receiver.url("/other")), () -> {}));
        Sent sent = Notices.send("webhook", target(), Notices.of(Occasion.START));
        assertThat(sent.words()).contains("answered 302").contains("redirects are not followed");
        assertThat(receiver.got).hasSize(1);
    }

    @Test
    void anAnswerIsReadToALimit() {
        receiver.answers(Answer.of(200, "x".repeat(100 << 10)));
        assertThat(Notices.send("webhook", target(), Notices.of(Occasion.START)).words())
                .contains("larger than 64 KiB");
        receiver.answers(Answer.of(200, "y".repeat(1000)));
        assertThat(Notices.send("webhook", target(), Notices.of(Occasion.START)).words())
                .isEqualTo("answered 200: " + "y".repeat(200) + "…");
    }

    @Test
    void oneThatIsDownIsToldOfWithoutItsAddress() {
        String url = receiver.url("/a-secret-path");
        receiver.close();
        Sent sent = Notices.send("webhook", Json.object("url", url), Notices.of(Occasion.START));
        assertThat(sent.words()).contains("check that the server runs").doesNotContain("a-secret-path");
        assertThat(sent).isInstanceOf(Sent.Failed.class);
    }
}
