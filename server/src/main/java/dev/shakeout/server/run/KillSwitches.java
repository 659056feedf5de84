package dev.shakeout.server.run;

import dev.shakeout.engine.FlagSources;
import dev.shakeout.engine.FlagSources.Reading;
import dev.shakeout.engine.Threads;
import dev.shakeout.model.Rule.FlagSource;
import dev.shakeout.server.store.Environment;
import dev.shakeout.server.store.Store;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The feature flags that environments name: each is read before a run begins there, and watched while any goes on. What cannot be
 * read is off before a run; during one it is given a moment, as a service may be restarted.
 */
final class KillSwitches implements AutoCloseable {
    private final Pace pace;
    private final Function<String, Optional<FlagSource>> stored;
    private final FlagSources flags;
    private final Supplier<Set<String>> underWay;
    private final BiConsumer<String, String> halt;
    private final ExecutorService readers = Threads.forEach("flag");
    /** By environment, as it was found last: when the store is away, this is watched. */
    private final Map<String, Optional<FlagSource>> known = new ConcurrentHashMap<>();
    /** By environment, since when its flag cannot be read, in nanoseconds. */
    private final Map<String, Long> unknown = new ConcurrentHashMap<>();

    private final Thread thread;

    /**
     * How often and how patiently.
     *
     * @param period between two looks
     * @param grace how long a flag may be unreadable before that counts as off
     */
    record Pace(Duration period, Duration grace) {
        static final Pace USUAL = new Pace(Duration.ofSeconds(1), Duration.ofSeconds(10));
    }

    private KillSwitches(
            Pace pace,
            Function<String, Optional<FlagSource>> stored,
            FlagSources flags,
            Supplier<Set<String>> underWay,
            BiConsumer<String, String> halt) {
        this.pace = pace;
        this.stored = stored;
        this.flags = flags;
        this.underWay = underWay;
        this.halt = halt;
        this.thread = Threads.named("kill switches").newThread(this::watch);
    }

    /**
     * Begins to watch.
     *
     * @param stored the flag of an environment; may throw
     * @param underWay the environments in which runs go on
     * @param halt told of an environment, and why its runs must end
     */
    static KillSwitches start(
            Pace pace,
            Function<String, Optional<FlagSource>> stored,
            FlagSources flags,
            Supplier<Set<String>> underWay,
            BiConsumer<String, String> halt) {
        var switches = new KillSwitches(pace, stored, flags, underWay, halt);
        switches.thread.start();
        return switches;
    }

    /** That of an environment as it is stored. */
    static Function<String, Optional<FlagSource>> in(Store store) {
        return name -> store.read(work -> work.environments().find(name)).flatMap(Environment::flag);
    }

    /** Why no run may begin in this environment now; empty when one may. */
    Optional<String> refusal(String environment) {
        return stored.apply(environment).flatMap(flag -> {
            Reading found = flags.read(flag);
            return switch (found.state()) {
                case ON -> Optional.empty();
                case OFF, UNKNOWN ->
                    Optional.of(words(environment, flag) + " must be on before a run begins: " + found.words());
            };
        });
    }

    private static String words(String environment, FlagSource flag) {
        return "the kill switch of environment '" + environment + "' (" + flag + ")";
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(pace.period());
                Set<String> environments = underWay.get();
                known.keySet().retainAll(environments);
                unknown.keySet().retainAll(environments);
                readers.invokeAll(environments.stream()
                        .map(name -> (Callable<String>) () -> {
                            look(name);
                            return name;
                        })
                        .toList());
            }
        } catch (InterruptedException _) {
            // the server ends, and halts all of them itself
        }
    }

    private void look(String environment) {
        Optional<FlagSource> flag = flag(environment);
        if (flag.isEmpty()) {
            unknown.remove(environment);
            return;
        }
        Reading found = flags.read(flag.get());
        switch (found.state()) {
            case ON -> unknown.remove(environment);
            case OFF -> halt.accept(environment, words(environment, flag.get()) + " was turned off");
            case UNKNOWN -> {
                long now = System.nanoTime();
                long since = unknown.computeIfAbsent(environment, _ -> now);
                if (now - since >= pace.grace().toNanos()) {
                    halt.accept(
                            environment,
                            words(environment, flag.get()) + " could not be read for "
                                    + pace.grace().toSeconds() + " s: " + found.words());
                }
            }
        }
    }

    private Optional<FlagSource> flag(String environment) {
        try {
            Optional<FlagSource> flag = stored.apply(environment);
            known.put(environment, flag);
            return flag;
        } catch (RuntimeException _) { // the store is away, which is told by those who write to it
            return known.getOrDefault(environment, Optional.empty());
        }
    }

    @Override
    public void close() {
        Threads.end(thread);
        readers.shutdownNow();
    }
}
