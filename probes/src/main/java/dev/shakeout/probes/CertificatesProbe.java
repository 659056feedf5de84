package dev.shakeout.probes;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.engine.ProbeKind;
import dev.shakeout.engine.ProbeReader;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Output;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Span;
import dev.shakeout.model.Type;
import dev.shakeout.probes.wire.Tls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/**
 * Tells when the certificates end that a TLS server shows: its own and those that vouch for it. Whether they are trusted
 * is not asked, so that one that has ended can be read too.
 */
public final class CertificatesProbe implements ProbeKind {
    static final Parameter<String> HOST = Parameter.required("host", Type.text(), "Name or address of the server.");
    static final Parameter<Integer> PORT = Parameter.withDefault(
            "port", Type.integer(1, 65535), 443, "Its TCP port; TLS must begin with the connection.");
    static final Parameter<String> SERVER_NAME = Parameter.optional(
            "server-name", Type.text(), "The name that the certificate is asked for (SNI); the host if not given.");
    static final Parameter<Duration> WITHIN = Parameter.withDefault(
            "within",
            Type.duration(Duration.ZERO, Duration.ofDays(3650)),
            Duration.ofDays(30),
            "Which certificates count as ending: those with at most this time left.");
    static final Parameter<Duration> TIMEOUT = Parameter.withDefault(
            "timeout",
            Type.duration(Duration.ofMillis(1), Duration.ofMinutes(1)),
            Duration.ofSeconds(5),
            "How long connection and handshake may take together.");

    private static final double SECONDS_PER_DAY = 86_400;

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                        "certificates",
                        "Tells when the certificates of a TLS server end.",
                        HOST,
                        PORT,
                        SERVER_NAME,
                        WITHIN,
                        TIMEOUT)
                .reads(
                        new Output(
                                "days", Output.Kind.NUMBER, "until the first of them ends; below 0 when it has ended"),
                        new Output("ending", Output.Kind.ANY, "those that end within the given time"),
                        new Output("certificates", Output.Kind.ANY, "all of them, the server's own first"));
    }

    @Override
    public ProbeReader.Once open(String name, Arguments arguments, Machine machine) {
        return () -> {
            String where = arguments.get(HOST) + ":" + arguments.get(PORT);
            try {
                List<X509Certificate> chain = Deadline.within(arguments.get(TIMEOUT), () -> chain(arguments));
                return reading(chain, machine.clock().instant(), arguments.get(WITHIN));
            } catch (IOException e) {
                throw new ProbeFailed("the certificates of " + where + " cannot be read: " + reason(e, arguments), e);
            }
        };
    }

    private static List<X509Certificate> chain(Arguments arguments) throws IOException {
        String host = arguments.get(HOST);
        var address = new InetSocketAddress(host, arguments.get(PORT));
        if (address.isUnresolved()) {
            throw new UnknownHostException(host);
        }
        try (var plain = new Socket()) {
            plain.connect(address);
            String asked = arguments.find(SERVER_NAME).orElse(host);
            try (var socket = (SSLSocket) Tls.sockets(false).createSocket(plain, asked, arguments.get(PORT), true)) {
                socket.startHandshake();
                return Stream.of(socket.getSession().getPeerCertificates())
                        .map(X509Certificate.class::cast)
                        .toList();
            }
        }
    }

    private static Json.Obj reading(List<X509Certificate> chain, Instant now, Duration within) {
        double first =
                chain.stream().mapToDouble(each -> daysLeft(each, now)).min().orElseThrow();
        List<Json> ending = chain.stream()
                .filter(each -> !each.getNotAfter().toInstant().isAfter(now.plus(within)))
                .map(each -> told(each, now))
                .toList();
        List<Json> all = chain.stream().map(each -> told(each, now)).toList();
        return Json.object("days", first, "ending", Json.of(ending), "certificates", Json.of(all));
    }

    private static Json told(X509Certificate certificate, Instant now) {
        return Json.object(
                "subject",
                certificate.getSubjectX500Principal().getName(),
                "issuer",
                certificate.getIssuerX500Principal().getName(),
                "serial",
                certificate.getSerialNumber().toString(16),
                "ends",
                certificate.getNotAfter().toInstant().toString(),
                "days",
                daysLeft(certificate, now));
    }

    private static double daysLeft(X509Certificate certificate, Instant now) {
        long seconds =
                Duration.between(now, certificate.getNotAfter().toInstant()).toSeconds();
        return Math.floor(seconds / SECONDS_PER_DAY * 10) / 10;
    }

    private static String reason(IOException e, Arguments arguments) {
        return switch (e) {
            case SocketTimeoutException _ ->
                "no handshake within " + Span.words(arguments.get(TIMEOUT)) + "; check that TLS is spoken on that port";
            case UnknownHostException _ -> "the name has no address; check its spelling and the DNS";
            case SSLException _ -> e.getMessage() + "; check that TLS is spoken on that port";
            default -> String.valueOf(e.getMessage());
        };
    }
}
