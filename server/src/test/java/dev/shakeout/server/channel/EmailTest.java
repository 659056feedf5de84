package dev.shakeout.server.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real conversations with a mail server of the test. */
class EmailTest {
    private static final Receiver MAIL = Receivers.of("email")
            .read(Json.object(
                    "to",
                    Json.of(List.of(Json.of("oncall@example.org"), Json.of("sre@example.org"))),
                    "from",
                    "drills@example.org"));
    private static final SSLSocketFactory USUAL = (SSLSocketFactory) SSLSocketFactory.getDefault();
    private static final String PLAIN =
            Base64.getEncoder().encodeToString("me\0me\0p:s@s".getBytes(StandardCharsets.UTF_8));

    private static Sent send(String smtp, SSLSocketFactory tls) {
        return MAIL.send(Notices.ended("deviated"), Optional.empty(), Notices.out(Smtp.parse(smtp), tls));
    }

    @Test
    void aMailSaysWhatHappenedAndBelongsToItsRun() throws Exception {
        try (var server = new SmtpReceiver(Optional.empty())) {
            Sent sent = send("smtp://localhost:" + server.port(), USUAL);

            assertThat(sent).isEqualTo(new Sent.Delivered("250 queued as 4711", Optional.empty()));
            assertThat(server.said)
                    .contains(
                            "MAIL FROM:<drills@example.org>",
                            "RCPT TO:<oncall@example.org>",
                            "RCPT TO:<sre@example.org>");
            assertThat(server.mails)
                    .singleElement()
                    .asString()
                    .contains("From: drills@example.org")
                    .contains("To: oncall@example.org, sre@example.org")
                    .contains("Subject: Shakeout: slow-database in production has ended deviated")
                    .contains("Message-ID: <msg_1@example.org>")
                    .contains("References: <r1@example.org>")
                    .contains("Auto-Submitted: auto-generated")
                    .contains("verdict: deviated");
        }
    }

    @Test
    void aPasswordIsSaidWithinTlsOnly(@TempDir Path folder) throws Exception {
        SSLContext tls = Certified.tls(folder, "localhost");
        try (var server = new SmtpReceiver(Optional.of(tls))) {
            Sent sent = send("smtp://me:p%3As%40s@localhost:" + server.port(), tls.getSocketFactory());
            assertThat(sent).isInstanceOf(Sent.Delivered.class);
            assertThat(server.said).contains("STARTTLS", "🔒 AUTH PLAIN " + PLAIN);
            assertThat(server.said).noneMatch(line -> line.startsWith("AUTH"));
        }
        try (var server = new SmtpReceiver(Optional.empty())) { // offers no TLS
            Sent sent = send("smtp://me:p%3As%40s@localhost:" + server.port(), USUAL);
            assertThat(sent).isInstanceOf(Sent.Failed.class);
            assertThat(server.said).noneMatch(line -> line.contains("AUTH"));
            assertThat(sent.words()).contains("STARTTLS").doesNotContain("p:s@s");
        }
    }

    @Test
    void tlsFromTheFirstByte(@TempDir Path folder) throws Exception {
        SSLContext tls = Certified.tls(folder, "localhost");
        try (var server = new SmtpReceiver(Optional.of(tls), true)) {
            Sent sent = send("smtps://me:p%3As%40s@localhost:" + server.port(), tls.getSocketFactory());
            assertThat(sent).isInstanceOf(Sent.Delivered.class);
            assertThat(server.said).contains("🔒 AUTH PLAIN " + PLAIN).allMatch(line -> line.startsWith("🔒"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aServerWithTheCertificateOfAnotherIsToldNothing(boolean fromTheFirstByte, @TempDir Path folder)
            throws Exception {
        SSLContext tls = Certified.tls(folder, "other.example.org");
        try (var server = new SmtpReceiver(Optional.of(tls), fromTheFirstByte)) {
            String scheme = fromTheFirstByte ? "smtps" : "smtp";
            Sent sent = send(scheme + "://me:p%3As%40s@localhost:" + server.port(), tls.getSocketFactory());
            assertThat(sent).isInstanceOf(Sent.Failed.class);
            assertThat(server.said).noneMatch(line -> line.contains("AUTH"));
            assertThat(server.mails).isEmpty();
        }
    }

    @Test
    void whatTheServerDoesNotTakeIsTriedAgain() throws Exception {
        try (var server = new SmtpReceiver(Optional.empty())) {
            server.answerToMail = "451 greylisted, come again";
            Sent sent = send("smtp://localhost:" + server.port(), USUAL);
            assertThat(sent.words()).contains("451 greylisted");
            assertThat(((Sent.Failed) sent).lasting()).isFalse();
        }
    }

    @Test
    void withoutAMailServerItSaysWhatToDo() {
        Sent sent = MAIL.send(Notices.of(Occasion.START), Optional.empty(), Notices.out());
        assertThat(sent.words()).contains("--smtp", "SHAKEOUT_SMTP");
    }

    @Test
    void aNewLineInAReasonMakesNoHeader() throws Exception {
        try (var server = new SmtpReceiver(Optional.empty())) {
            MAIL.send(
                    Notices.of(Occasion.HALT, "reason", "x\r\nBcc: all@example.org"),
                    Optional.empty(),
                    Notices.out(Smtp.parse("smtp://localhost:" + server.port()), USUAL));
            String head = server.mails.getFirst().split("\n\n", 2)[0];
            assertThat(head).doesNotContain("\nBcc:");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "smtp://mail, mail, 587, false, '', shakeout@mail",
        "smtps://me:p%40ss@mail, mail, 465, true, p@ss, shakeout@mail",
        "smtp://mail:25?from=a@b.org, mail, 25, false, '', a@b.org"
    })
    void aMailServerIsAnAddress(String text, String host, int port, boolean tls, String password, String from) {
        Smtp smtp = Smtp.parse(text);
        assertThat(smtp.host()).isEqualTo(host);
        assertThat(smtp.port()).isEqualTo(port);
        assertThat(smtp.tls()).isEqualTo(tls);
        assertThat(smtp.login().map(Smtp.Login::password).orElse("")).isEqualTo(password);
        assertThat(smtp.from()).isEqualTo(from);
        assertThat(smtp.toString()).doesNotContain("p@ss");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mail", "http://mail", "smtp://", "smtp://mail/x", "smtp://me@mail", "smtp://mail?to=x"})
    void whatIsNoneIsRefusedWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> Smtp.parse(text)).isInstanceOf(BadValue.class).hasMessageContaining("smtp://USER");
    }

    @Test
    void whatIsNoAddressIsRefused() {
        for (String to : List.of("nobody", "a@b, c@d", "a@b>", "x\n@y")) {
            assertThatThrownBy(() -> Receivers.of("email").read(Json.object("to", Json.of(List.of(Json.of(to))))))
                    .isInstanceOf(BadValue.class)
                    .hasMessageContaining("no address");
        }
    }
}
