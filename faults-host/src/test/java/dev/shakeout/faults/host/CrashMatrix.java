package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever is killed, at whatever point of an injection's life: everything is taken back. Every fault that has a way here
 * is tried, as FaultContractTest finds it.
 *
 * <p>By default as many cells as fit into {@code -Dmatrix.seconds=150}, in an order that follows from {@code
 * -Dmatrix.seed=N}, but every fault, every kill and every point at least once. {@code -Dmatrix=all} runs them all however
 * long that takes, {@code -Dmatrix=TEXT} those that have the text in their name.
 */
public abstract class CrashMatrix {
    private static final int WORKERS = Runtime.getRuntime().availableProcessors() + 1;

    @TempDir
    Path folder;

    /** @param folder for what all stages stand on, if it needs one */
    protected abstract Stages open(Path folder) throws IOException;

    /** How long it may go on with more than every fault, every kill and every point once. */
    protected Duration budget() {
        return Duration.ofSeconds(Long.getLong("matrix.seconds", 150));
    }

    private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger done = new AtomicInteger();

    @Test
    void whoever_is_killed_everything_is_taken_back() throws Exception {
        try (Stages all = open(Files.createDirectory(folder.resolve("ground")))) {
            carryOut(all);
        }
        assertThat(failures).as("cells that left something, of %d", done.get()).isEmpty();
    }

    private void carryOut(Stages all) throws IOException {
        long seed = Long.getLong("matrix.seed", System.nanoTime());
        String wanted = System.getProperty("matrix", "");
        var cells = CrashCells.possible(all, folder.resolve("planned"), seed);
        List<CrashCell> chosen = wanted.isEmpty() || wanted.equals("all")
                ? cells.cells()
                : cells.cells().stream()
                        .filter(cell -> cell.toString().contains(wanted))
                        .toList();
        assertThat(chosen).isNotEmpty();
        long begun = System.nanoTime();
        long end = wanted.isEmpty() ? begun + budget().toNanos() : Long.MAX_VALUE;
        try (var workers = Executors.newFixedThreadPool(WORKERS)) {
            var next = new AtomicInteger();
            for (int i = 0; i < WORKERS; i++) {
                Path own = Files.createDirectory(folder.resolve("worker" + i));
                workers.submit(() -> {
                    try (var stages = new Made(all, own)) {
                        for (int n = next.getAndIncrement(); n < chosen.size(); n = next.getAndIncrement()) {
                            if (n < cells.essential() || System.nanoTime() < end) {
                                carryOut(chosen.get(n), cells, stages, folder.resolve("cell" + n));
                            }
                        }
                    }
                });
            }
        }
        System.out.printf(
                "Crash matrix: %d of %d possible cells in %d s, seed %d%n",
                done.get(),
                cells.cells().size(),
                Duration.ofNanos(System.nanoTime() - begun).toSeconds(),
                seed);
    }

    private void carryOut(CrashCell cell, CrashCells cells, Made stages, Path own) {
        done.incrementAndGet();
        try {
            var stage = new CrashStage(stages.take(cell.fault().kind()), cells.momentary(cell.fault()));
            boolean usable = false;
            try {
                new CrashRun(cell, stage, Files.createDirectory(own)).run();
                usable = !stage.ended();
            } finally {
                stages.giveBack(stage.stage(), usable);
            }
        } catch (Throwable e) {
            failures.add(e);
        }
    }

    /** One worker's stages, used again as long as nothing is wrong with them. */
    private static final class Made implements Part {
        private final Stages stages;
        private final Path folder;
        private final Map<String, Deque<Stage>> idle = new HashMap<>();
        private int made;

        Made(Stages stages, Path folder) {
            this.stages = stages;
            this.folder = folder;
        }

        Stage take(String kind) throws IOException {
            Stage stage = idle.computeIfAbsent(kind, _ -> new ArrayDeque<>()).poll();
            return stage != null
                    ? stage
                    : stages.make(kind, "link", Files.createDirectory(folder.resolve(kind + made++)));
        }

        void giveBack(Stage stage, boolean usable) {
            if (usable) {
                idle.computeIfAbsent(stage.target().kind(), _ -> new ArrayDeque<>())
                        .add(stage);
            } else {
                stage.close();
            }
        }

        @Override
        public void close() {
            idle.values().forEach(unused -> unused.forEach(Stage::close));
        }
    }
}
