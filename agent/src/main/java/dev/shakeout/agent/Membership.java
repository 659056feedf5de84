package dev.shakeout.agent;

import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Keeps an agent in the fleet of its server: dials, says who it is, gives signs of life, and begins anew when the connection is
 * lost. The server reaches the agent by this connection alone; nothing listens here. With the connection the runs are gone that
 * came by it, and what they did is taken back.
 */
public final class Membership {
    private final Settings settings;
    private final Pace pace;
    private final RandomGenerator random;
    private final Consumer<String> told;
    private final Agent agent;
    private final Json.Obj facts;
    private final Json.Obj abilities;

    /**
     * How it is to be.
     *
     * @param server where its connections begin, ws: or wss:
     * @param proxies by which it is reached
     * @param enrolment the token for the first time; later it does no harm
     * @param name of the host, for people
     */
    public record Settings(
            URI server,
            ProxySelector proxies,
            AgentKey key,
            Optional<String> enrolment,
            String name,
            Map<String, String> labels,
            String version) {
        public Settings {
            labels = Map.copyOf(labels);
        }
    }

    /**
     * How fast.
     *
     * @param sign between signs of life
     * @param silence after so long without a word the server is as good as gone
     * @param first wait before the second try; each further one waits twice as long
     * @param longest but no longer than this
     */
    public record Pace(Duration sign, Duration silence, Duration first, Duration longest) {
        public static final Pace USUAL =
                new Pace(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofMinutes(1));
    }

    /**
     * Looks at the host, which takes a moment; dials nobody yet.
     *
     * @param random for waits of different lengths: a server that comes back is not dialled by all at once
     * @param told in words what becomes of the connection
     */
    public Membership(
            Settings settings,
            Pace pace,
            Catalog catalog,
            Machine machine,
            RandomGenerator random,
            Consumer<String> told) {
        this.settings = settings;
        this.pace = pace;
        this.random = random;
        this.told = told;
        this.agent = new Agent(catalog, machine, settings.version());
        this.facts = Facts.of(machine, settings.version())
                .with("architecture", Json.of(System.getProperty("os.arch", "")))
                .with("processors", Json.of(Runtime.getRuntime().availableProcessors()));
        this.abilities = Abilities.of(catalog, machine);
    }

    /**
     * Goes on until it is interrupted, or in vain.
     *
     * @return why the server does not want it
     */
    public String serve() throws InterruptedException {
        Duration wait = pace.first();
        while (true) {
            long begun = System.nanoTime();
            try (var line = ServerLine.dial(settings.server(), settings.proxies());
                    var channels = new Channels(agent, line::say, told)) {
                FleetMessage.Refused refused = attend(line, channels);
                if (refused.forGood()) {
                    return refused.why();
                }
                told.accept("the server does not have this agent now: " + refused.why());
            } catch (IOException e) {
                told.accept("not connected to " + settings.server() + ": " + e.getMessage());
            }
            boolean held = System.nanoTime() - begun > pace.longest().toNanos();
            wait = held ? pace.first() : wait;
            Thread.sleep(
                    wait.toMillis() / 2 + random.nextLong(wait.toMillis() + 1)); // from half of it to one and a half
            wait = wait.multipliedBy(2).compareTo(pace.longest()) < 0 ? wait.multipliedBy(2) : pace.longest();
        }
    }

    private FleetMessage.Refused attend(ServerLine line, Channels channels) throws IOException, InterruptedException {
        long heard = System.nanoTime();
        while (true) {
            Optional<FleetMessage> message = line.hear(pace.sign());
            if (message.isPresent()) {
                heard = System.nanoTime();
            }
            switch (message.orElseGet(FleetMessage.Alive::new)) {
                case FleetMessage.Challenge(var nonce) -> line.say(hello(nonce).signed(settings.key()));
                case FleetMessage.Welcome(var id, var environment, var labels) -> {
                    told.accept("connected to " + settings.server() + " as " + id + " for " + environment
                            + (labels.isEmpty() ? "" : ", " + Line.of(labels).compact()));
                    line.say(new FleetMessage.Alive());
                }
                case FleetMessage.Refused refused -> {
                    return refused;
                }
                case FleetMessage.Hail _ -> throw new IOException("what answers there is no server, but an agent");
                case FleetMessage.Alive _ -> {}
                case FleetMessage.Open(var channel) -> channels.open(channel);
                case FleetMessage.Said(var channel, var said) -> channels.said(channel, said);
                case FleetMessage.Over(var channel) -> channels.over(channel);
            }
            if (System.nanoTime() - heard > pace.silence().toNanos()) {
                throw new IOException(
                        "nothing was heard of the server for " + pace.silence().toSeconds() + " s");
            }
            if (message.isEmpty()) {
                line.say(new FleetMessage.Alive());
            }
        }
    }

    private Hello hello(String nonce) {
        return new Hello(
                nonce,
                settings.key().text(),
                settings.enrolment(),
                settings.name(),
                settings.labels(),
                facts,
                abilities,
                settings.version());
    }
}
