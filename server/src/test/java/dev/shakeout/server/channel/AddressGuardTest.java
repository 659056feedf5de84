package dev.shakeout.server.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.model.Json;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {
    private final AddressGuard guard = new AddressGuard();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.255.254",
                "0.0.0.0",
                "0.1.2.3",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "192.0.0.8",
                "198.18.0.1",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::ffff:169.254.169.254",
                "::127.0.0.1",
                "fe80::1",
                "fec0::1",
                "fc00::1",
                "fd00:ec2::254",
                "ff02::1",
                "64:ff9b::7f00:1",
                "64:ff9b:1::1",
                "2002:7f00:1::",
                "2002:a9fe:a9fe::",
                "2001::1",
                "2001:db8::1",
                "100::1"
            })
    void whatOnlyThisNetworkReachesIsRefused(String address) {
        assertThatThrownBy(() -> guard.check(InetAddress.ofLiteral(address)))
                .isInstanceOf(AddressGuard.Refused.class)
                .hasMessageContaining("--allow-private-addresses");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "100.63.255.255",
                "100.128.0.1",
                "172.15.0.1",
                "172.32.0.1",
                "169.253.0.1",
                "192.0.1.1",
                "198.20.0.1",
                "223.255.255.255",
                "2606:4700::1111",
                "2a00:1450:4001::1",
                "64:ff9b::808:808",
                "2002:808:808::1"
            })
    void whatEverybodyReachesIsNot(String address) {
        assertThatCode(() -> guard.check(InetAddress.ofLiteral(address))).doesNotThrowAnyException();
    }

    /** Spellings that are the same address to those who look it up. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:%d/",
                "http://127.0.0.1:%d/",
                "http://[::ffff:127.0.0.1]:%d/",
                "http://[::1]:%d/"
            })
    void nothingArrivesHoweverTheAddressIsWritten(String url) throws Exception {
        try (var receiver = new HttpReceiver()) {
            Receiver hook = Receivers.of("webhook").read(Json.object("url", url.formatted(receiver.port())));
            Sent sent = hook.send(Notices.of(Occasion.START), Optional.empty(), Notices.guarded());
            assertThat(sent).isInstanceOf(Sent.Failed.class);
            assertThat(((Sent.Failed) sent).lasting()).isTrue();
            assertThat(sent.words()).contains("is one of a private network");
            assertThat(receiver.got).isEmpty();
        }
    }

    @Test
    void neitherDoesMail() throws Exception {
        try (var server = new SmtpReceiver(Optional.empty())) {
            Receiver mail = Receivers.of("email")
                    .read(Json.object(
                            "to",
                            Json.of(List.of(Json.of("a@example.org"))),
                            "smtp",
                            "smtp://localhost:" + server.port()));
            Sent sent = mail.send(Notices.of(Occasion.START), Optional.empty(), Notices.guarded());
            assertThat(sent.words()).contains("is one of a private network");
            assertThat(server.said).isEmpty();
        }
    }
}
