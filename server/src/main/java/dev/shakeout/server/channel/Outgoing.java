package dev.shakeout.server.channel;

import dev.shakeout.engine.Threads;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.probes.CallBounds;
import dev.shakeout.probes.HttpCall;
import dev.shakeout.probes.RetryAfter;
import dev.shakeout.probes.TimeLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;

/**
 * The way out, to receivers: what they may be, how long they may take, and how much of what they answer is read. Redirects are not
 * followed.
 *
 * @param environment variables, which may name a proxy
 * @param bounds which addresses may be reached
 * @param smtp the mail server of those channels that name none
 * @param tls for mail; asked for when the first one is sent
 */
public record Outgoing(
        Map<String, String> environment,
        CallBounds.Addresses bounds,
        Optional<Smtp> smtp,
        Supplier<SSLSocketFactory> tls,
        Clock clock) {
    /** In all a try takes less than a claim holds. */
    static final Duration CONNECT = Duration.ofSeconds(5);

    static final Duration ANSWER = Duration.ofSeconds(10);
    private static final int MOST_BYTES = 64 << 10;
    private static final int SHOWN = 200;
    private static final int GONE = 410;
    private static final CallBounds.Addresses ANYWHERE = _ -> {};

    /** @param privately whether addresses of this network may be reached by every channel */
    public static Outgoing of(Map<String, String> environment, boolean privately, Optional<Smtp> smtp, Clock clock) {
        return new Outgoing(
                environment,
                privately ? ANYWHERE : new AddressGuard(),
                smtp,
                () -> (SSLSocketFactory) SSLSocketFactory.getDefault(),
                clock);
    }

    /** For a channel of its own rules. */
    public Outgoing by(Channel.Rules rules) {
        return rules.privately() ? new Outgoing(environment, ANYWHERE, smtp, tls, clock) : this;
    }

    /** Posts JSON. */
    Sent post(URI url, Map<String, String> headers, Json.Obj body) {
        return send("POST", url, headers, body.compact(), "application/json", _ -> Optional.empty());
    }

    /** @param reference by which the receiver knows it, from what it has answered */
    Sent send(
            String method,
            URI url,
            Map<String, String> headers,
            String body,
            String type,
            Function<String, Optional<String>> reference) {
        var all = new TreeMap<>(headers);
        all.put("Content-Type", type);
        var call = new HttpCall(
                method,
                url,
                all,
                body,
                new TimeLimits(CONNECT, ANSWER),
                true,
                1,
                environment,
                new CallBounds(bounds, 0, MOST_BYTES));
        try {
            HttpCall.Reply reply = call.send();
            int status = reply.answer().status();
            String text = reply.body().text(reply.answer().headers().getOrDefault("Content-Type", ""));
            String words = "answered " + status + shown(text);
            if (status / 100 == 2) {
                return new Sent.Delivered(words, reference.apply(text));
            }
            return new Sent.Failed(
                    status / 100 == 3 ? words + "; redirects are not followed, give the address it leads to" : words,
                    status == GONE,
                    RetryAfter.of(reply.answer().headers(), clock.instant()));
        } catch (IOException e) {
            return failed(e, call);
        } catch (BadValue e) {
            return new Sent.Failed(String.valueOf(e.getMessage()), true);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Sent.Failed("the server ended", false);
        }
    }

    private static Sent failed(IOException failure, HttpCall call) {
        Throwable cause = failure instanceof HttpCall.NotConnected refused ? refused.why() : failure;
        return cause instanceof AddressGuard.Refused
                ? new Sent.Failed(String.valueOf(cause.getMessage()), true)
                : new Sent.Failed(call.reason(failure, "have Java trust who signed it", "; it is tried again"), false);
    }

    /** On one line, as it is for people. */
    private static String shown(String text) {
        String line = text.strip().replaceAll("[\\p{Cntrl}\\s]+", " ");
        return line.isEmpty() ? "" : ": " + (line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line);
    }

    /**
     * A connection to an address that was looked at: it is the one that is connected to, whatever the name leads to a moment later.
     *
     * @throws AddressGuard.Refused it may not be reached
     */
    Socket connect(String host, int port) throws IOException {
        List<InetAddress> addresses = lookedUp(host);
        for (InetAddress address : addresses) {
            bounds.check(address);
        }
        IOException last = new UnknownHostException(host);
        for (InetAddress address : addresses) {
            var socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(address, port), (int) CONNECT.toMillis());
                socket.setSoTimeout((int) ANSWER.toMillis());
                return socket;
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw last;
    }

    /** A look-up can neither be limited nor be interrupted. */
    private static List<InetAddress> lookedUp(String host) throws IOException {
        CompletableFuture<List<InetAddress>> found = Threads.ask("look-up", () -> {
            try {
                return List.of(InetAddress.getAllByName(host));
            } catch (UnknownHostException _) {
                return List.of();
            }
        });
        try {
            List<InetAddress> addresses = found.get(CONNECT.toMillis(), TimeUnit.MILLISECONDS);
            if (addresses.isEmpty()) {
                throw new UnknownHostException(host);
            }
            return addresses;
        } catch (TimeoutException | ExecutionException _) {
            throw new SocketTimeoutException("the name " + host + " was not looked up in time");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IOException("the server ended");
        }
    }
}
