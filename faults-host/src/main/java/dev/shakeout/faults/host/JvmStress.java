package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Bytes;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Numbers;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Target;
import dev.shakeout.model.Type;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Uses processor time of a JVM by threads of its own, or fills its heap, as a request that is too large would. */
public final class JvmStress implements Fault {
    static final Parameter<Integer> CORES = Parameter.withDefault(
            "cores", Type.integer(0, 1024), 1, "How many threads in it use all the processor time that they get.");
    static final Parameter<Percent> HEAP = Parameter.optional(
            "heap",
            Type.percent(1, 95),
            "How full its heap is made, of what it may grow to; what its own objects take counts.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("jvm/stress", "Uses processor time within a running JVM, or fills its heap.", CORES, HEAP);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of("process");
    }

    @Override
    public String effect() {
        return "processor time that its new threads used or waited for, or memory that is held in its heap";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(new JvmRung(
                "its threads end, and what they held is let go",
                arguments -> arguments.get(CORES) == 0 && arguments.find(HEAP).isEmpty()
                        ? Optional.of("cores is 0 and heap is not given, so there is nothing to do")
                        : Optional.empty(),
                arguments -> List.of(
                        "kind=stress",
                        "cores=" + arguments.get(CORES),
                        "heap="
                                + arguments
                                        .find(HEAP)
                                        .map(heap -> (long) heap.value())
                                        .orElse(0L)),
                JvmStress::words,
                (folder, arguments) -> new Strain(folder, arguments.get(CORES), arguments.find(HEAP), folder.machine()),
                List.of("a full heap may end it by an OutOfMemoryError", JvmRung.WARNING)));
    }

    private static String words(Arguments arguments) {
        int cores = arguments.get(CORES);
        String threads = "let " + cores + (cores == 1 ? " thread" : " threads") + " in it be busy";
        return threads
                + arguments
                        .find(HEAP)
                        .map(heap -> " and fill its heap to " + heap)
                        .orElse("");
    }

    /** In processors where threads are busy, else in bytes. */
    private record Strain(JvmFolder folder, int cores, Optional<Percent> heap, Machine machine) implements Effect {
        private static final Duration INTERVAL = Duration.ofMillis(300);
        /** What the kernel keeps of the name of a thread. */
        private static final int LONGEST_NAME = 15;

        @Override
        public String what() {
            return "processor time and memory that the fault takes within " + folder.target();
        }

        @Override
        public Reading read() throws IOException {
            Optional<Properties> said = folder.said();
            long held = said.map(each -> Long.parseLong(each.getProperty("held", "0")))
                    .orElse(0L);
            String memory = heap.isEmpty()
                    ? ""
                    : new Bytes(held) + " of its heap are held, "
                            + said.map(Strain::share).orElse("");
            if (cores == 0) {
                return new Reading(held, "bytes", memory);
            }
            if (said.isEmpty()) {
                return new Reading(0, "processors", "no threads of ours run in it");
            }
            long begin = System.nanoTime();
            long before = demand();
            LockSupport.parkNanos(INTERVAL.toNanos());
            double wanted = (demand() - before) / (double) (System.nanoTime() - begin);
            return new Reading(
                    wanted,
                    "processors",
                    "its new threads used " + Numbers.brief(wanted) + " processors of " + cores
                            + " asked for, or waited for them" + (memory.isEmpty() ? "" : "; " + memory));
        }

        private static String share(Properties said) {
            double most = Double.parseDouble(said.getProperty("most", "1"));
            double used = Double.parseDouble(said.getProperty("used", "0"));
            return "which is full to " + Numbers.brief(100 * used / most) + "%";
        }

        /** Used and waited for by threads of that name until now, in nanoseconds. */
        private long demand() {
            var procfs = new Procfs(machine);
            Target target = folder.target();
            long pid = Long.parseLong(target.detail("pid"));
            String name = folder.token().text().substring(0, LONGEST_NAME);
            return procfs.threads(pid).stream()
                    .map(thread -> pid + "/task/" + thread)
                    .filter(task -> procfs.lines(task + "/comm").contains(name))
                    .flatMap(task -> procfs.lines(task + "/schedstat").stream())
                    .map(line -> line.split(" ", -1))
                    .mapToLong(field -> Long.parseLong(field[0]) + Long.parseLong(field[1]))
                    .sum();
        }

        /** Two fifths of it show the fault, as the JVM may have less than a processor for each thread. */
        @Override
        public boolean bites(Reading before, Reading on) {
            return cores == 0 ? on.value() > before.value() : on.value() - before.value() >= 0.4 * cores;
        }

        @Override
        public boolean gone(Reading before, Reading after) {
            return after.value() <= before.value();
        }
    }
}
