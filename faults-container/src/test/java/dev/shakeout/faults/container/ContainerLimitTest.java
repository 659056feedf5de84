package dev.shakeout.faults.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.Bytes;
import dev.shakeout.model.Injection;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A container gets less than it may have, all of its processes together, and afterwards exactly what it had. */
class ContainerLimitTest extends WithEngine {
    private static Arguments cpus(String cpus) {
        return Arguments.NONE.with(ContainerLimit.CPUS, new BigDecimal(cpus));
    }

    private static Arguments memory(long mebibytes) {
        return Arguments.NONE.with(ContainerLimit.MEMORY, Bytes.mebibytes(mebibytes));
    }

    /** What its control groups leave it, as the kernel says it. */
    private static List<String> limits(Container container) {
        return Stream.of("cpu", "memory")
                .flatMap(controller -> group(container, controller).stream())
                .flatMap(group -> Stream.of("cpu.cfs_quota_us", "memory.limit_in_bytes", "cpu.max", "memory.max")
                        .map(group::resolve))
                .filter(Files::exists)
                .map(ContainerLimitTest::read)
                .toList();
    }

    private static Optional<Path> group(Container container, String controller) {
        return read(Path.of("/proc/" + container.pid() + "/cgroup"))
                .lines()
                .map(line -> line.split(":", 3))
                .filter(part -> part[1].equals(controller) || part[1].isEmpty())
                .map(part -> Path.of("/sys/fs/cgroup", part[1], part[2]))
                .filter(Files::isDirectory)
                .findFirst();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private String refusal(Arguments arguments) {
        return plan("container/limit", arguments, "web").plan().refusals().toString();
    }

    private Injection planned(Arguments arguments) {
        return plan("container/limit", arguments, "web").plan().injections().getFirst();
    }

    private void set(Injection injection) throws IOException {
        injection.steps().forEach(step -> succeeds(step.change().argv()));
    }

    private void takeBack(Injection injection) {
        injection
                .steps()
                .reversed()
                .forEach(step -> succeeds(step.undo().orElseThrow().argv()));
    }

    private void succeeds(List<String> argv) {
        var finished = machine.processes().run(argv);
        assertThat(finished.ok()).as(finished.complaint()).isTrue();
    }

    @Test
    void both_limits_hold_and_those_of_its_start_come_back() throws IOException {
        Container web = serve("web", "--memory", "512m", "--cpus", "1.5");
        List<String> before = limits(web);

        Journal journal =
                drill("container/limit", cpus("0.25").with(ContainerLimit.MEMORY, Bytes.mebibytes(32)), "web");

        assertThat(journal.verdict()).as("%s", journal.reasons()).isEqualTo(Verdict.PASSED);
        assertThat(journal.injections().getFirst().on().orElseThrow().words())
                .contains("may use 0.25 processors")
                .contains("may use 32 MiB of memory")
                .contains("no page more could be had");
        assertThat(limits(web)).isEqualTo(before);
    }

    @Test
    void the_least_of_several_holds_whichever_ends_first() throws IOException {
        Container web = serve("web");
        List<String> before = limits(web);
        Injection wide = planned(memory(64));
        Injection narrow = planned(memory(32));

        set(wide);
        set(narrow);
        assertThat(limits(web).toString()).contains(Long.toString(32 << 20));
        takeBack(narrow);
        takeBack(narrow);
        assertThat(limits(web).toString()).contains(Long.toString(64 << 20));
        set(narrow);
        takeBack(wide);
        assertThat(limits(web).toString()).contains(Long.toString(32 << 20));
        takeBack(narrow);

        assertThat(limits(web)).isEqualTo(before);
        assertThat(machine.folders().runtime()).isEmptyDirectory();
    }

    @Test
    void what_somebody_has_set_meanwhile_is_left_to_them() throws IOException {
        Container web = serve("web");
        Injection injection = planned(cpus("0.5"));
        set(injection);
        Path quota = Path.of(injection.steps().getFirst().change().argv().get(6));
        Files.writeString(quota, "70000");

        takeBack(injection);

        assertThat(limits(web).toString()).contains("70000");
    }

    @Test
    void refuses_what_would_be_no_fault_or_an_end() throws IOException {
        serve("web", "--memory", "64m", "--cpus", "0.5");

        assertThat(refusal(Arguments.NONE)).contains("needs cpus, memory or both");
        assertThat(refusal(cpus("0.6")))
                .contains("no more than 0.5 processors already")
                .contains("ask for less");
        assertThat(refusal(cpus("500"))).contains("are no limit for");
        assertThat(refusal(memory(64))).contains("no more than 64 MiB already").contains("ask for less");
        assertThat(plan("container/limit", cpus("0.4"), "web").plan().refusals())
                .isEmpty();

        String holds = "x=x; while [ ${#x} -lt 8388608 ]; do x=$x$x; done; sleep 60; echo $x";
        docker.run("exec", "--detach", "web", "sh", "-c", holds);

        await().untilAsserted(() -> assertThat(refusal(memory(8)))
                .contains("8 MiB are less than the")
                .contains("holds"));
    }
}
