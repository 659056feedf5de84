package dev.shakeout.probes;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Span;
import dev.shakeout.probes.wire.Answer;
import dev.shakeout.probes.wire.Connection;
import dev.shakeout.probes.wire.Origin;
import dev.shakeout.probes.wire.Request;
import dev.shakeout.probes.wire.Route;
import dev.shakeout.probes.wire.Unanswered;
import dev.shakeout.probes.wire.WebProxy;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * One HTTP request on a connection of its own, sent once unless more tries are asked for.
 *
 * <p>Not the JDK's HttpURLConnection: that one sends a GET, PUT or DELETE again by itself when the connection is reset,
 * and so hides the very failures a probe is there to see. It also refuses PATCH and leaves out a given Host header.
 *
 * @param environment variables, which may name a proxy
 * @param tries how often the request is tried in all; what was sent is sent again only with a method that may be repeated
 * @param bounds what it may reach and take
 */
public record HttpCall(
        String method,
        URI url,
        Map<String, String> headers,
        String body,
        TimeLimits limits,
        boolean verified,
        int tries,
        Map<String, String> environment,
        CallBounds bounds) {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    /** The methods that urllib3 repeats. */
    private static final Set<String> REPEATABLE = Set.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE");

    private static final Pattern PASSWORD = Pattern.compile("//[^/?#]*@");
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|.*:.*");

    /** To wherever its address leads. */
    public HttpCall(
            String method,
            URI url,
            Map<String, String> headers,
            String body,
            TimeLimits limits,
            boolean verified,
            int tries,
            Map<String, String> environment) {
        this(method, url, headers, body, limits, verified, tries, environment, CallBounds.USUAL);
    }

    /** An answer, and its body. */
    public record Reply(Answer answer, HttpBody body) {}

    /** The connection could not be made. */
    public static final class NotConnected extends IOException {
        private final transient IOException why;

        NotConnected(IOException why) {
            super(why);
            this.why = why;
        }

        public IOException why() {
            return why;
        }
    }

    /** An address without the user and the password that may stand in it. */
    public static String shown(String address) {
        return PASSWORD.matcher(address).replaceFirst("//");
    }

    /**
     * Why the call failed, for the one who must act.
     *
     * @param toTrust what to do if the server's certificate is to be taken as it is
     * @param toWait ends the sentence if the answer is late: what to do, after a semicolon
     */
    public String reason(IOException failure, String toTrust, String toWait) {
        boolean connected = !(failure instanceof NotConnected);
        IOException cause = failure instanceof NotConnected n ? n.why() : failure;
        return switch (cause) {
            case UnknownHostException _ -> "the name has no address; check its spelling and the DNS";
            case ConnectException _ -> cause.getMessage() + "; check that the server runs and listens on that port";
            case SSLException _ ->
                "TLS failed: " + cause.getMessage() + "; check the server's certificate, or " + toTrust;
            case SocketTimeoutException _
            when !connected ->
                "no connection within " + Span.words(limits.connect())
                        + "; check the address, the route and the firewalls";
            case SocketTimeoutException _ ->
                "no whole answer within " + Span.words(limits.answer()) + "; the server is slow or hangs" + toWait;
            default -> cause.getMessage() == null ? cause.toString() : cause.getMessage();
        };
    }

    /** Follows redirects; the last answer counts. */
    public Reply send() throws IOException, InterruptedException {
        HttpCall call = this;
        Reply reply = call.answered();
        for (int i = 0; i < bounds.redirects() && call.redirected(reply); i++) {
            call = call.following(reply.answer());
            reply = call.answered();
        }
        return reply;
    }

    /** Again while tries are left, and nothing was sent, or nothing came back and the method may be repeated. */
    private Reply answered() throws IOException, InterruptedException {
        for (int left = tries - 1; ; left--) {
            try {
                return sendOnce();
            } catch (NotConnected e) {
                if (left == 0) {
                    throw e;
                }
            } catch (Unanswered | SocketTimeoutException e) {
                if (left == 0 || !REPEATABLE.contains(method)) {
                    throw e;
                }
            }
        }
    }

    private Reply sendOnce() throws IOException, InterruptedException {
        var route = new Route(Origin.of(url, verified), WebProxy.of(url, environment));
        try (Connection connection = connect(route)) {
            return Cutoff.within(limits.answer(), cutoff -> {
                cutoff.closes(connection);
                var received = new HttpBody(bounds.mostBytes());
                var request = Request.of(method, url, sentHeaders(), body.getBytes(StandardCharsets.UTF_8), route);
                return new Reply(connection.exchange(request, received), received);
            });
        }
    }

    private Connection connect(Route route) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        try {
            List<InetAddress> addresses = checked(route);
            Duration left = limits.connect().minusNanos(System.nanoTime() - begun);
            return Cutoff.within(left, cutoff -> Connection.open(route, addresses, cutoff::closes));
        } catch (IOException e) {
            throw new NotConnected(e);
        }
    }

    /**
     * Those that the first stop has, each of which may be reached. What a proxy would reach is looked up here too, but where only the
     * proxy knows the name, that decides.
     */
    private List<InetAddress> checked(Route route) throws IOException, InterruptedException {
        List<InetAddress> first = addresses(route.first().host());
        for (InetAddress each :
                route.proxy().isEmpty() ? first : known(route.origin().host())) {
            bounds.addresses().check(each);
        }
        return first;
    }

    private List<InetAddress> known(String host) throws IOException, InterruptedException {
        try {
            return addresses(host);
        } catch (UnknownHostException _) {
            return List.of();
        }
    }

    /** The look-up of a name can neither be interrupted nor closed, so it has a thread of its own. */
    private List<InetAddress> addresses(String host) throws IOException, InterruptedException {
        return LITERAL.matcher(host).matches()
                ? List.of(InetAddress.getAllByName(host))
                : Deadline.within(limits.connect(), () -> List.of(InetAddress.getAllByName(host)));
    }

    private Map<String, String> sentHeaders() {
        var sent = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        sent.put("Connection", "close");
        if (url.getRawUserInfo() != null) {
            byte[] user = url.getUserInfo().getBytes(StandardCharsets.UTF_8);
            sent.put("Authorization", "Basic " + Base64.getEncoder().encodeToString(user));
        }
        sent.putAll(headers);
        return sent;
    }

    private boolean redirected(Reply reply) {
        return REDIRECTS.contains(reply.answer().status())
                && reply.answer().headers().containsKey("Location");
    }

    /** As Python's requests does: 302 and 303, and a POST met by 301, go on as GET; only 307 and 308 keep the body. */
    private HttpCall following(Answer answer) throws IOException {
        String location = answer.headers().getOrDefault("Location", "");
        URI next;
        try {
            next = new WebAddress().parse(Json.of(url.resolve(location).toString()));
        } catch (IllegalArgumentException | BadValue e) {
            throw new IOException("it redirects to '" + shown(location) + "', which is not an http or https URL", e);
        }
        boolean keepsBody = answer.status() == 307 || answer.status() == 308;
        boolean asGet = switch (answer.status()) {
            case 301 -> method.equals("POST");
            case 302, 303 -> !method.equals("HEAD");
            default -> false;
        };
        var kept = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        kept.putAll(headers);
        kept.remove("Host");
        if (!keepsBody) {
            List.of("Content-Length", "Content-Type", "Transfer-Encoding").forEach(kept::remove);
        }
        if (!Origin.of(next, verified).equals(Origin.of(url, verified))) {
            kept.remove("Authorization");
        }
        return new HttpCall(
                asGet ? "GET" : method,
                next,
                kept,
                keepsBody ? body : "",
                limits,
                verified,
                tries,
                environment,
                bounds);
    }
}
