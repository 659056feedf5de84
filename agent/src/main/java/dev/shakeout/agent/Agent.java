package dev.shakeout.agent;

import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.JsonReader;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Recover;
import dev.shakeout.engine.Threads;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Carries out what a run elsewhere orders. It keeps a ledger and a sentinel of its own: when the run says bye, is no longer
 * heard, or this process is gone, everything is taken back here.
 */
public final class Agent {
    private static final Duration TO_SETTLE = Duration.ofSeconds(6);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final Catalog catalog;
    private final Machine machine;
    private final String version;

    public Agent(Catalog catalog, Machine machine, String version) {
        this.catalog = catalog;
        this.machine = machine;
        this.version = version;
    }

    /**
     * Serves one run until it says bye or is no longer heard; takes everything back then.
     *
     * @return whether nothing is left
     */
    public boolean serve(Carrier carrier) {
        try (var service = new Service(carrier)) {
            Threads.start("orders", service::listen);
            Threads.start("agent lease", service::watch);
            return service.end.join();
        }
    }

    /** One run's orders. Each is carried out on a thread of its own, as an undo must not wait behind a step. */
    private final class Service implements AutoCloseable {
        private final Carrier carrier;
        private final CompletableFuture<Boolean> end = new CompletableFuture<>();
        private volatile long heard = System.nanoTime();
        private volatile Optional<Work> work = Optional.empty();
        private volatile boolean halted;

        Service(Carrier carrier) {
            this.carrier = carrier;
        }

        void listen() {
            Optional<String> line = carrier.receive();
            while (line.isPresent() && !end.isDone()) {
                heard = System.nanoTime();
                take(line.get());
                line = carrier.receive();
            }
            finish();
        }

        /** Whoever sends nothing is as good as gone, though the carrier may not have noticed. */
        void watch() {
            while (!end.isDone()) {
                long lease = work.map(Work::lease).orElse(Work.LEAST_LEASE).toNanos();
                if (System.nanoTime() - heard > lease) {
                    finish();
                }
                try {
                    Thread.sleep(LOOK_EVERY);
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }

        private void take(String line) {
            Json json;
            Order order;
            try {
                json = JsonReader.read(line);
                order = Order.read(json);
            } catch (BadValue e) {
                answer(numberOf(line), new Report.Failed(String.valueOf(e.getMessage())));
                return;
            }
            Json number = numberOf(json);
            switch (order) {
                // in their turn: what follows relies on the first, and an undo must see every injection before it
                case Order.Begin begin -> answer(number, begin(begin));
                case Order.Inject inject ->
                    work.ifPresentOrElse(
                            own -> own.mayBegin(inject.injection())
                                    .ifPresentOrElse(
                                            why -> answer(number, new Report.Failed(why)),
                                            () -> aside(number, own, order)),
                            () -> answer(number, notBegun()));
                case Order.Settle(var name) -> Threads.start("settle", () -> answer(number, settle(name)));
                case Order.Halt _ -> {
                    halted = true;
                    work.ifPresent(Work::injectNothingMore);
                    Threads.start("halt", () -> answer(number, takeAllBack()));
                }
                case Order.Alive _ -> answer(number, new Report.Done());
                case Order.Bye _ ->
                    Threads.start("bye", () -> {
                        Report.TakenBack back = end();
                        answer(number, back);
                        end.complete(back.commands().isEmpty());
                    });
                case Order.Plan _, Order.Measure _, Order.Judge _, Order.TakeBack _ ->
                    work.ifPresentOrElse(own -> aside(number, own, order), () -> answer(number, notBegun()));
            }
        }

        private void aside(Json number, Work own, Order order) {
            Threads.start("order", () -> answer(number, own.carryOut(order)));
        }

        private Report notBegun() {
            return new Report.Failed("the first order must be begin");
        }

        private Report begin(Order.Begin begin) {
            if (work.isPresent()) {
                return new Report.Failed("it has begun already");
            }
            try {
                var begun = new Work(begin, catalog, machine, this::lost);
                if (halted) {
                    begun.injectNothingMore();
                }
                work = Optional.of(begun);
                return new Report.Begun(Facts.of(machine, version));
            } catch (IOException | BadValue e) {
                return new Report.Failed("no ledger can be kept: " + e.getMessage());
            }
        }

        private Report settle(String name) {
            try {
                Recover.Outcome outcome = new Recover(machine).settle(name, TO_SETTLE);
                return new Report.TakenBack(outcome.leftovers(), outcome.words());
            } catch (IOException e) {
                return new Report.Failed(String.valueOf(e.getMessage()));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return new Report.Failed("the agent ends");
            }
        }

        private void lost(String why) {
            answer(Json.of(0), new Report.Lost(why));
        }

        private void answer(Json number, Report report) {
            try {
                carrier.send(report.json().with("number", number).compact());
            } catch (IOException _) {
                // who does not listen is not heard either, before long
            }
        }

        private void finish() {
            if (!end.isDone()) {
                end.complete(end().commands().isEmpty());
            }
        }

        private synchronized Report.TakenBack end() {
            return work.map(Work::end).orElse(Work.NOTHING_LEFT);
        }

        private synchronized Report.TakenBack takeAllBack() {
            return work.map(Work::takeAllBack).orElse(Work.NOTHING_LEFT);
        }

        @Override
        public void close() {
            carrier.close();
        }
    }

    private static Json numberOf(String line) {
        try {
            return numberOf(JsonReader.read(line));
        } catch (BadValue _) {
            return Json.of(0);
        }
    }

    private static Json numberOf(Json json) {
        return json instanceof Json.Obj object ? object.get("number").orElse(Json.of(0)) : Json.of(0);
    }
}
