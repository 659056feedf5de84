package dev.shakeout.probes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.probes.wire.WebProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests go through the proxy that the environment names. Names that end in .invalid have no address. */
class WebProxyTest {
    @Test
    void aProxyIsToldTheWholeAddressAndWhoAsks() throws Exception {
        var head = new AtomicReference<>("");
        try (var proxy = RawServer.start((socket, request, _) -> {
            head.set(request);
            RawServer.reply(socket, RawServer.OK);
        })) {
            var environment = Map.of("http_proxy", "http://me:pass%20word@127.0.0.1:" + proxy.port());
            HttpCall.Reply reply =
                    call("http://service.invalid:8080/a?b=c", environment).send();

            assertThat(reply.body().text("")).isEqualTo("ok");
            assertThat(head.get())
                    .startsWith("GET http://service.invalid:8080/a?b=c HTTP/1.1\r\n")
                    .contains("Host: service.invalid:8080\r\n")
                    .contains("Proxy-Authorization: Basic "
                            + Base64.getEncoder().encodeToString("me:pass word".getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void aTunnelThatIsRefusedIsToldWithTheProxy() throws Exception {
        var head = new AtomicReference<>("");
        try (var proxy = RawServer.start((socket, request, _) -> {
            head.set(request);
            RawServer.reply(socket, "HTTP/1.1 407 Who are you\r\nContent-Length: 0\r\n\r\n");
        })) {
            String place = "127.0.0.1:" + proxy.port();
            assertThatThrownBy(() -> call("https://service.invalid/", Map.of("HTTPS_PROXY", place))
                            .send())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(place)
                    .hasMessageContaining("407");
            assertThat(head.get()).startsWith("CONNECT service.invalid:443 HTTP/1.1\r\n");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://a.example/, '', proxy",
        "http://a.example/, 'b.example, a.example', ",
        "http://a.example/, .example, ",
        "http://a.example/, ample, proxy",
        "http://a.example:81/, a.example:80, proxy",
        "http://a.example:81/, a.example:81, ",
        "http://10.1.2.3/, '10.1.0.0/16', ",
        "http://10.2.2.3/, '10.1.0.0/16', proxy",
        "http://10.2.2.3/, '*', ",
        "http://a.example/, '10.0.0.0/8', proxy",
        "http://localhost/, '', ",
        "http://127.0.0.1:9/, '', ",
        "http://[::1]/, '', "
    })
    void whatIsExemptAndWhatIsOnThisHostGoesStraight(String url, String exempt, String by) throws Exception {
        var environment = Map.of("HTTP_PROXY", "proxy:3128", "NO_PROXY", exempt);
        assertThat(WebProxy.of(URI.create(url), environment)
                        .map(proxy -> proxy.server().host()))
                .isEqualTo(Optional.ofNullable(by));
    }

    @Test
    void eachSchemeHasItsOwnAndSmallLettersWin() throws Exception {
        var environment = Map.of("https_proxy", "one:1", "HTTPS_PROXY", "two:2", "all_proxy", "http://three:3");
        assertThat(server("https://a.example/", environment)).isEqualTo("one:1");
        assertThat(server("http://a.example/", environment)).isEqualTo("three:3");
        assertThat(WebProxy.of(
                        URI.create("http://a.example/"), Map.of("HTTP_PROXY", "forged:1", "REQUEST_METHOD", "GET")))
                .isEmpty();
    }

    @Test
    void whatCannotBeSpokenToIsToldWithItsVariable() {
        for (String address : new String[] {"socks5://proxy:1080", "http://a b", "https://"}) {
            assertThatThrownBy(() -> WebProxy.of(URI.create("http://a.example/"), Map.of("all_proxy", address)))
                    .hasMessageContaining("all_proxy")
                    .hasMessageNotContaining("proxy:1080");
        }
    }

    /** Where only the proxy knows the name, that decides. */
    @Test
    void whatIsLookedUpHereIsBoundedAlsoThroughAProxy() {
        var bounds = new CallBounds(
                address -> {
                    throw new IOException("not " + address.getHostAddress());
                },
                0,
                1 << 10);
        var environment = Map.of("http_proxy", "127.0.0.1:9");
        assertThatThrownBy(
                        () -> bounded("http://10.1.2.3/", environment, bounds).send())
                .hasMessageContaining("not 10.1.2.3");
        assertThatThrownBy(() -> bounded("http://only-the-proxy-knows.invalid/", environment, bounds)
                        .send())
                .hasMessageNotContaining("not ");
        assertThatThrownBy(() -> bounded("http://10.1.2.3/", Map.of(), bounds).send())
                .hasMessageContaining("not 10.1.2.3");
    }

    private static HttpCall bounded(String url, Map<String, String> environment, CallBounds bounds) {
        var limits = TimeLimits.both(Duration.ofSeconds(20));
        return new HttpCall("GET", URI.create(url), Map.of(), "", limits, true, 1, environment, bounds);
    }

    private static String server(String url, Map<String, String> environment) throws Exception {
        return WebProxy.of(URI.create(url), environment).orElseThrow().server().toString();
    }

    private static HttpCall call(String url, Map<String, String> environment) {
        var limits = TimeLimits.both(Duration.ofSeconds(20));
        return new HttpCall("GET", URI.create(url), Map.of(), "", limits, true, 1, environment);
    }
}
