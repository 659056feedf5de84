package dev.shakeout.conformance.mutants;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** Looks after threads that could hang: what each is at, and for how long already. */
final class Watch {
    private final Duration limit;
    private final List<Worker> workers = new CopyOnWriteArrayList<>();

    /** What a thread is at. */
    private record Task(Mutant mutant, long since) {}

    /** A thread that says what it is at. */
    static final class Worker {
        private final Thread thread;
        private final AtomicReference<Optional<Task>> task = new AtomicReference<>(Optional.empty());

        private Worker(Thread thread) {
            this.thread = thread;
        }

        void begins(Mutant mutant) {
            task.set(Optional.of(new Task(mutant, System.nanoTime())));
        }

        void ends() {
            task.set(Optional.empty());
        }
    }

    /** One that has been at one mutant for too long. */
    record Hanging(Mutant mutant, String where) {}

    Watch(Duration limit) {
        this.limit = limit;
    }

    /** For the thread that calls. */
    Worker join() {
        var worker = new Worker(Thread.currentThread());
        workers.add(worker);
        return worker;
    }

    /** The first that takes too long, with what it is doing. */
    Optional<Hanging> hanging() {
        for (Worker worker : workers) {
            var task = worker.task.get();
            if (task.isPresent() && System.nanoTime() - task.get().since() > limit.toNanos()) {
                var where = new StringBuilder();
                for (StackTraceElement line : worker.thread.getStackTrace()) {
                    where.append("\n    at ").append(line);
                }
                return Optional.of(new Hanging(task.get().mutant(), where.toString()));
            }
        }
        return Optional.empty();
    }
}
