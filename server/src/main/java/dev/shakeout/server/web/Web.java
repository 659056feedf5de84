package dev.shakeout.server.web;

import dev.shakeout.server.channel.Outgoing;
import dev.shakeout.server.fleet.Fleet;
import dev.shakeout.server.notify.Secrets;
import dev.shakeout.server.run.Conductor;
import dev.shakeout.server.run.Starts;
import dev.shakeout.server.signin.SignIn;
import dev.shakeout.server.store.Store;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.websocket.WsConfig;
import io.helidon.webserver.websocket.WsRouting;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Offers all endpoints by HTTP. */
public final class Web implements AutoCloseable {
    /** What a body may be; a definition of an experiment is the longest. */
    static final int LONGEST_BODY = 4 << 20;

    /** Of one token. A person or a pipeline needs far less; a program that has run wild keeps nobody else waiting. */
    private static final double REQUESTS_PER_SECOND = 50;

    private static final int REQUESTS_AT_ONCE = 500;
    /** From one address, of those who have no token yet; behind a proxy that is everybody. */
    private static final double STRANGERS_PER_SECOND = 5;

    private static final int STRANGERS_AT_ONCE = 100;
    private static final int CONNECTIONS = 20_000;
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final Duration GRACE = Duration.ofMillis(500);

    private final WebServer server;
    private final Listening listening;

    private Web(WebServer server, Listening listening) {
        this.server = server;
        this.listening = listening;
    }

    /**
     * What it is made of.
     *
     * @param version of Shakeout
     * @param out the way to those who are told
     * @param signIn empty without single sign-on
     * @param ids each a new one that nobody has
     * @param random for secrets
     * @param trouble told of errors of our own
     */
    public record Parts(
            Listening listening,
            String version,
            Store store,
            Conductor conductor,
            Starts starts,
            Fleet fleet,
            Secrets secrets,
            Outgoing out,
            Optional<SignIn> signIn,
            Clock clock,
            Supplier<String> ids,
            RandomGenerator random,
            Consumer<String> trouble) {}

    /** @throws RuntimeException it cannot listen there */
    public static Web start(Parts parts) {
        var desk = new Desk(
                parts.store(),
                parts.conductor(),
                parts.starts(),
                parts.fleet(),
                parts.secrets(),
                parts.out(),
                parts.signIn(),
                parts.ids(),
                parts.random());
        List<Endpoint> endpoints = Endpoints.all(desk);
        var door = new Door(
                new Gatekeeper(
                        parts.store(),
                        parts.clock(),
                        new Throttle(REQUESTS_PER_SECOND, REQUESTS_AT_ONCE, System::nanoTime),
                        new Throttle(STRANGERS_PER_SECOND, STRANGERS_AT_ONCE, System::nanoTime)),
                parts.conductor()::isEnding,
                parts.trouble());
        var health = new Health(
                () -> parts.store().read(work -> work.halts().all()), parts.conductor()::isEnding, System::nanoTime);
        String openApi = OpenApi.of(endpoints, parts.version()).compact();
        var builder = WebServer.builder();
        parts.listening().tls().ifPresent(builder::tls);
        WebServer server = builder.address(parts.listening().address())
                .port(parts.listening().port())
                .maxPayloadSize(4L * LONGEST_BODY) // what nobody reads is not taken in for ever
                .maxTcpConnections(CONNECTIONS)
                .idleConnectionTimeout(SILENCE)
                // Without the second the end of a longer answer waits for the client to acknowledge its beginning: 40
                // ms.
                .connectionOptions(options -> options.readTimeout(SILENCE).tcpNoDelay(true))
                .shutdownGracePeriod(GRACE)
                .shutdownHook(false)
                .addProtocol(
                        WsConfig.builder().maxFrameLength(AgentSocket.LONGEST).build())
                .routing(routing -> route(routing, endpoints, door, health, openApi))
                .addRouting(WsRouting.builder()
                        .endpoint(AgentSocket.PATH, () -> new AgentSocket(parts.fleet(), parts.trouble())))
                .build()
                .start();
        return new Web(server, parts.listening());
    }

    private static void route(
            HttpRouting.Builder routing, List<Endpoint> endpoints, Door door, Health health, String openApi) {
        routing.get(Health.LIVE, (_, response) -> Door.send(Health.live(), response));
        routing.get(
                Health.READY,
                (_, response) -> health.notReady()
                        .ifPresentOrElse(why -> Door.refuse(why, response), () -> Door.send(Health.live(), response)));
        routing.get(
                OpenApi.PATH,
                (_, response) -> Door.send(new Reply.Body(200, Map.of(), "application/json", openApi), response));
        for (Endpoint endpoint : endpoints) {
            routing.route(
                    Method.create(endpoint.verb().name()),
                    endpoint.path(),
                    (request, response) -> door.serve(endpoint, request, response));
        }
        endpoints.stream()
                .collect(Collectors.groupingBy(
                        Endpoint::path, Collectors.mapping(each -> each.verb().name(), Collectors.joining(", "))))
                .forEach((path, verbs) -> routing.any(
                        path,
                        (_, response) -> Door.refuse(
                                Refusal.wrongMethod("here is only " + verbs),
                                response.header(HeaderNames.ALLOW, verbs))));
        routing.any((_, response) -> Door.refuse(
                Refusal.notFound("there is nothing here; " + OpenApi.PATH + " lists all that is"), response));
    }

    public int port() {
        return server.port();
    }

    public String url() {
        return listening.url(port());
    }

    @Override
    public void close() {
        server.stop();
    }
}
