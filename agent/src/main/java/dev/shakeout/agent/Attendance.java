package dev.shakeout.agent;

import dev.shakeout.engine.Custodian;
import dev.shakeout.engine.Threads;
import dev.shakeout.model.Injection;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** The agents of one run, from before anything is injected until all is taken back. */
public final class Attendance implements Custodian.Held {
    private final Map<Injection, Appointed> agents;
    private final Function<Injection, Optional<Appointed>> newly;
    private final Duration lease;
    private final Consumer<String> lost;
    private final List<Door> doors = new ArrayList<>();

    private Attendance(
            Map<Injection, Appointed> agents,
            Function<Injection, Optional<Appointed>> newly,
            Duration lease,
            Consumer<String> lost) {
        this.agents = new ConcurrentHashMap<>(agents);
        this.newly = newly;
        this.lease = lease;
        this.lost = lost;
    }

    /**
     * All of them begin, side by side, as each may take a while.
     *
     * @param newly the agent of an injection that joins the run later
     * @throws IOException one of them cannot; none is left then
     */
    public static Custodian.Held of(
            Map<Injection, Appointed> agents,
            Function<Injection, Optional<Appointed>> newly,
            Duration lease,
            Consumer<String> lost)
            throws IOException {
        if (agents.isEmpty()) {
            return NOTHING;
        }
        var all = new Attendance(agents, newly, lease, lost);
        try {
            all.begin();
        } catch (IOException | RuntimeException e) {
            all.end(false);
            throw e;
        }
        return all;
    }

    private void begin() throws IOException {
        for (Path door :
                new TreeSet<>(agents.values().stream().map(Appointed::door).toList())) {
            doors.add(new Door(door, this::serve));
        }
        var failures = each(agent -> {
            try {
                agent.begin(lease, lost);
                return Optional.<IOException>empty();
            } catch (IOException e) {
                return Optional.of(e);
            }
        });
        for (var failure : failures.values()) {
            if (failure.isPresent()) {
                throw failure.get();
            }
        }
    }

    /** All doors are there by then. */
    @Override
    public void join(Injection injection, Farewells farewells) throws IOException {
        Optional<Appointed> agent = newly.apply(injection);
        if (agent.isPresent()) {
            agents.put(injection, agent.get());
            agent.get().begin(lease, lost);
        }
    }

    /** @param path such as inject/LEDGER */
    private void serve(String path) throws IOException {
        String[] words = path.split("/", 2);
        Assignment assignment = agents.values().stream()
                .map(Appointed::assignment)
                .filter(each -> words.length == 2 && each.ledger().equals(words[1]))
                .findFirst()
                .orElseThrow(() -> new IOException("nobody here is asked for " + path));
        switch (words[0]) {
            case "inject" -> assignment.inject();
            case "take-back" -> assignment.takeBack();
            default -> throw new IOException("nobody here can " + words[0]);
        }
    }

    private <T> Map<Injection, T> each(Function<Appointed, T> task) {
        var all = new LinkedHashMap<Injection, CompletableFuture<T>>();
        agents.forEach((injection, agent) -> all.put(injection, Threads.ask("agent", () -> task.apply(agent))));
        var done = new LinkedHashMap<Injection, T>();
        try {
            all.forEach((injection, one) -> done.put(injection, one.join()));
        } catch (CompletionException e) {
            throw new IllegalStateException(e.getCause());
        }
        return done;
    }

    @Override
    public List<Injection> takeBack(List<Injection> injections) {
        var gone = new ArrayList<Injection>();
        each(agent -> {
                    try {
                        agent.assignment().takeBack();
                        return true;
                    } catch (IOException _) {
                        return false; // its inverse will tell
                    }
                })
                .forEach((injection, back) -> {
                    if (back && injections.contains(injection)) {
                        gone.add(injection);
                    }
                });
        return gone;
    }

    @Override
    public void end(boolean clean) {
        each(agent -> {
            agent.assignment().end();
            return Json.Null.NULL;
        });
        doors.forEach(Door::close);
        doors.clear();
    }
}
