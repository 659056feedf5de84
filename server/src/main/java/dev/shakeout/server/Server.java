package dev.shakeout.server;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Measurement;
import dev.shakeout.server.access.Role;
import dev.shakeout.server.access.Secret;
import dev.shakeout.server.access.Token;
import dev.shakeout.server.channel.Outgoing;
import dev.shakeout.server.channel.Smtp;
import dev.shakeout.server.fleet.Fleet;
import dev.shakeout.server.notify.Outbox;
import dev.shakeout.server.notify.Secrets;
import dev.shakeout.server.run.ApprovedStarts;
import dev.shakeout.server.run.Conductor;
import dev.shakeout.server.run.DueStarts;
import dev.shakeout.server.run.Figures;
import dev.shakeout.server.run.StagedStarts;
import dev.shakeout.server.run.Starts;
import dev.shakeout.server.run.Succession;
import dev.shakeout.server.run.Workshop;
import dev.shakeout.server.sealing.KeySource;
import dev.shakeout.server.sealing.Seal;
import dev.shakeout.server.sealing.SealingKey;
import dev.shakeout.server.signin.SignIn;
import dev.shakeout.server.signin.SignInRules;
import dev.shakeout.server.store.Clockwork;
import dev.shakeout.server.store.Store;
import dev.shakeout.server.store.Work;
import dev.shakeout.server.web.Listening;
import dev.shakeout.server.web.Web;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** The server: a store, whoever carries out runs, and the web before both. */
public final class Server implements AutoCloseable {
    private final DataFolder folder;
    private final Store store;
    private final Conductor conductor;
    private final Optional<Succession> succession;
    private final Fleet fleet;
    private final Clockwork clockwork;
    private final Outbox outbox;
    private final Web web;
    private final Optional<Secret> first;

    private Server(
            DataFolder folder,
            Store store,
            Conductor conductor,
            Optional<Succession> succession,
            Fleet fleet,
            Clockwork clockwork,
            Outbox outbox,
            Web web,
            Optional<Secret> first) {
        this.folder = folder;
        this.store = store;
        this.conductor = conductor;
        this.succession = succession;
        this.fleet = fleet;
        this.clockwork = clockwork;
        this.outbox = outbox;
        this.web = web;
        this.first = first;
    }

    /**
     * How it is to be.
     *
     * @param data its folder, made if it is missing
     * @param database URL of JDBC for PostgreSQL; empty for a file of SQLite in the folder
     * @param signIn whose word lets in whom; empty without single sign-on
     * @param shakeout the command by which runs are carried out, up to its words
     * @param mostAtOnce how many runs it carries out at once, at least 1
     * @param version of Shakeout
     */
    public record Settings(
            Listening listening,
            Path data,
            Optional<String> database,
            Telling telling,
            Optional<SignInRules> signIn,
            List<String> shakeout,
            int mostAtOnce,
            String version) {
        public Settings {
            shakeout = List.copyOf(shakeout);
        }
    }

    /**
     * How it tells people and programs.
     *
     * @param key for secrets; without one, that of the folder for a file of SQLite, and none for PostgreSQL
     * @param smtp the mail server of those channels that name none
     * @param privately whether every channel may be at an address that only this network knows
     */
    public record Telling(Optional<KeySource> key, Optional<Smtp> smtp, boolean privately) {}

    /**
     * What it cannot have of itself, so that tests own it.
     *
     * @param ids each a new one that nobody has
     * @param random that nobody can predict
     * @param trouble told what no request is told
     */
    public record World(Machine machine, Supplier<String> ids, RandomGenerator random, Consumer<String> trouble) {
        private World by(Clock clock) {
            return new World(machine.with(clock), ids, random, trouble);
        }
    }

    /**
     * Opens the store, begins to bring to an end what an earlier life has left, and listens.
     *
     * @throws IOException its folder cannot be used
     * @throws BadValue another server uses it, or the database or the port is not to be had
     */
    public static Server start(Settings settings, World world) throws IOException {
        DataFolder folder = DataFolder.open(settings.data(), world.ids());
        try {
            return start(settings, world, folder);
        } catch (IOException | RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    private static Server start(Settings settings, World host, DataFolder folder) throws IOException {
        Secrets secrets = secrets(settings, host, folder);
        Store store = open(settings.database().orElse(folder.database()));
        try {
            World world = host.by(store.clock(host.machine().clock(), host.trouble()));
            secrets.warn(store, world.trouble());
            Outgoing out = Outgoing.of(
                    world.machine().environment(),
                    settings.telling().privately(),
                    settings.telling().smtp(),
                    world.machine().clock());
            Fleet fleet = Fleet.start(new Fleet.Parts(
                    folder.identity(),
                    store,
                    world.machine().clock(),
                    world.ids(),
                    world.random(),
                    settings.version(),
                    world.trouble()));
            var workshop = new Workshop(
                    store,
                    world.machine(),
                    folder.identity(),
                    folder.runs(),
                    settings.shakeout(),
                    settings.mostAtOnce(),
                    fleet::door,
                    world.trouble());
            Optional<Secret> first = store.change(work -> firstToken(work, world));
            var conductor = new Conductor(workshop);
            conductor.bury(store.read(work -> work.servers().seen(folder.identity())));
            var starts = new Starts(conductor, world.ids());
            var parts = new Web.Parts(
                    settings.listening(),
                    settings.version(),
                    store,
                    conductor,
                    starts,
                    fleet,
                    secrets,
                    out,
                    settings.signIn()
                            .map(rules -> new SignIn(rules, world.machine().clock())),
                    world.machine().clock(),
                    world.ids(),
                    world.random(),
                    world.trouble());
            Web web;
            try {
                web = listen(parts);
            } catch (RuntimeException e) {
                conductor.close();
                fleet.close();
                throw e;
            }
            Clockwork clockwork = clockwork(workshop, starts, conductor, world);
            Optional<Succession> succession = store.isShared()
                    ? Optional.of(Succession.start(workshop, conductor, Succession.Pace.USUAL))
                    : Optional.empty();
            Outbox outbox = Outbox.start(
                    new Outbox.Parts(
                            store, secrets, out, world.machine().clock(), world.ids(), world.random(), world.trouble()),
                    Outbox.Pace.USUAL);
            return new Server(folder, store, conductor, succession, fleet, clockwork, outbox, web, first);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static Secrets secrets(Settings settings, World world, DataFolder folder) throws IOException {
        Optional<SealingKey> key = Optional.empty();
        if (settings.telling().key().isPresent()) {
            key = Optional.of(settings.telling().key().get().key(world.machine().processes()));
        } else if (settings.database().isEmpty()) {
            key = Optional.of(SealingKey.readOrMake(folder.key(), world.random()));
        }
        return new Secrets(key.map(each -> new Seal(each, world.random())));
    }

    private static Store open(String url) {
        try {
            return Store.open(url);
        } catch (RuntimeException e) {
            throw new BadValue("the database cannot be used: " + e.getMessage());
        }
    }

    private static Clockwork clockwork(Workshop workshop, Starts starts, Conductor conductor, World world) {
        Clock clock = world.machine().clock();
        var due = new DueStarts(workshop.store(), starts, conductor, clock, world.random());
        var staged = new StagedStarts(workshop.store(), starts, clock);
        var approved = new ApprovedStarts(workshop.store(), conductor, clock);
        Clockwork.Ring ring = timer -> {
            if (ApprovedStarts.isFor(timer)) {
                return approved.of(timer);
            }
            return StagedStarts.isFor(timer) ? staged.of(timer) : due.of(timer);
        };
        return workshop.store().clockwork(workshop.identity(), clock, Clockwork.Pace.USUAL, ring, world.trouble());
    }

    private static Web listen(Web.Parts parts) {
        try {
            return Web.start(parts);
        } catch (BadValue e) {
            throw e;
        } catch (RuntimeException e) {
            throw new BadValue("cannot listen on port " + parts.listening().port() + " (" + e.getMessage()
                    + "); choose another with --port");
        }
    }

    /** Without any token nobody could make one. */
    private static Optional<Secret> firstToken(Work work, World world) {
        if (!work.tokens().all().isEmpty()) {
            return Optional.empty();
        }
        Secret secret = Secret.create(world.random());
        var now = world.machine().clock().instant();
        var token = new Token(
                world.ids().get(),
                "first",
                Role.ADMIN,
                Optional.empty(),
                Optional.empty(),
                Token.NOBODY,
                now,
                Optional.empty(),
                Optional.empty());
        work.tokens().add(token, secret);
        work.audit().append(now, Token.NOBODY, "token.make", "token/" + token.id(), Json.object("name", token.name()));
        return Optional.of(secret);
    }

    /** The first token, made because there was none: to be shown once. */
    public Optional<String> firstToken() {
        return first.map(Secret::text);
    }

    public String url() {
        return web.url();
    }

    /** What /metrics says too. */
    public List<Measurement> figures() {
        return Figures.of(store, conductor.tally());
    }

    /** Ends all runs, and waits until everything is taken back; other servers at the database begin them again. */
    @Override
    public void close() {
        succession.ifPresent(Succession::retire);
        clockwork.close();
        conductor.close();
        outbox.close();
        succession.ifPresent(Succession::close);
        fleet.close();
        web.close();
        store.close();
        folder.close();
    }
}
