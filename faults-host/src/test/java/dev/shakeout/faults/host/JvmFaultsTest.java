package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Injections;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Percent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Methods of running JVMs, new and old, that are changed and are as before again. */
class JvmFaultsTest {
    private static final Duration LATENCY = Duration.ofMillis(300);

    @TempDir
    static Path classes;

    @TempDir
    Path folder;

    private final List<VictimJvm> started = new ArrayList<>();
    private Machine machine;

    @BeforeAll
    static void compile() throws IOException {
        VictimJvm.compile(classes);
    }

    @BeforeEach
    void start() {
        machine = Machines.in(folder);
    }

    @AfterEach
    void end() {
        started.forEach(VictimJvm::close);
    }

    private VictimJvm victim(Path java, List<String> before, String... options) throws IOException {
        var victim = VictimJvm.start(java, classes, before, machine, options);
        started.add(victim);
        return victim;
    }

    private VictimJvm victim() throws IOException {
        return victim(VictimJvm.thisJava(), List.of());
    }

    private static Arguments on(String type, String method) {
        return Arguments.NONE.with(JvmMethod.CLASS, "Victim$" + type).with(JvmMethod.METHOD, method);
    }

    private static Arguments late(String type, String method) {
        return on(type, method).with(JvmLatency.LATENCY, LATENCY);
    }

    private Prepared plan(Fault fault, Arguments arguments, VictimJvm victim) {
        assertThat(refusal(fault, arguments, victim)).isEmpty();
        return fault.rungs().getFirst().plan(victim.target(), arguments, machine);
    }

    private Optional<String> refusal(Fault fault, Arguments arguments, VictimJvm victim) {
        return fault.rungs().getFirst().missingFor(victim.target(), arguments, machine);
    }

    private static void assertNothingLeft(Prepared prepared) throws IOException {
        var folder = Token.in(prepared.steps().toString()).iterator().next();
        try (Stream<Path> files = Files.list(Path.of("/tmp"))) {
            assertThat(files).noneMatch(file -> file.toString().contains(folder.text()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void a_method_is_late_and_then_as_fast_as_before(int version) throws Exception {
        var victim = victim(VictimJvm.java(version), List.of());
        assertThat(victim.call("price").millis()).isLessThan(LATENCY.toMillis());
        Prepared prepared = plan(new JvmLatency(), late("Shop", "price"), victim);
        var before = prepared.effect().read();
        try (var on = new Injections(prepared.steps(), victim.target(), machine)) {
            assertThat(on.inject()).isEmpty();
            assertThat(prepared.effect().bites(before, prepared.effect().read()))
                    .as("nobody has called it yet")
                    .isFalse();
            var answer = victim.call("price");
            assertThat(answer.millis()).isGreaterThanOrEqualTo(LATENCY.toMillis());
            assertThat(answer.result()).isEqualTo("42");
            await().until(
                            prepared.effect()::read,
                            reading -> prepared.effect().bites(before, reading)
                                    && reading.words().contains("1 call was met"));
            assertThat(on.takeBack()).isEmpty();
        }
        assertThat(victim.call("price").millis()).isLessThan(LATENCY.toMillis());
        assertThat(prepared.effect().gone(before, prepared.effect().read())).isTrue();
        assertNothingLeft(prepared);
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void a_method_throws_or_returns_what_it_is_told_and_then_does_its_work_again(int version) throws Exception {
        var victim = victim(VictimJvm.java(version), List.of());
        var thrown = new Thrown.Kind().parse(Json.of("java.io.IOException(\"boom\")"));
        Prepared throwing = plan(new JvmException(), on("Shop", "price").with(JvmException.EXCEPTION, thrown), victim);
        Prepared returning = plan(new JvmReturn(), on("Shop", "stock").with(JvmReturn.VALUE, "none"), victim);
        try (var one = new Injections(throwing.steps(), victim.target(), machine);
                var two = new Injections(returning.steps(), victim.target(), machine)) {
            assertThat(one.inject()).isEmpty();
            assertThat(two.inject()).isEmpty();
            assertThat(victim.call("price").result()).isEqualTo("java.io.IOException: boom");
            assertThat(victim.call("stock").result()).isEqualTo("none");
            assertThat(one.takeBack()).isEmpty();
            assertThat(victim.call("price").result()).isEqualTo("42");
            assertThat(victim.call("stock").result())
                    .as("the other one is still on")
                    .isEqualTo("none");
            assertThat(two.takeBack()).isEmpty();
        }
        assertThat(victim.call("stock").result()).isEqualTo("many");
    }

    @Test
    void a_class_that_is_loaded_later_is_changed_as_it_is_loaded() throws Exception {
        var victim = victim();
        Prepared prepared = plan(new JvmReturn(), on("Late", "answer").with(JvmReturn.VALUE, "5"), victim);
        try (var on = new Injections(prepared.steps(), victim.target(), machine)) {
            assertThat(on.inject()).isEmpty();
            assertThat(prepared.effect().read().words()).contains("its class is not loaded");
            assertThat(victim.call("late").result()).isEqualTo("5");
            assertThat(on.takeBack()).isEmpty();
        }
        assertThat(victim.call("late").result()).isEqualTo("1");
    }

    @Test
    void who_waits_in_a_late_method_goes_on_as_soon_as_it_is_taken_back() throws Exception {
        var victim = victim();
        var hour = late("Shop", "price").with(JvmLatency.LATENCY, Duration.ofMinutes(5));
        Prepared prepared = plan(new JvmLatency(), hour, victim);
        try (var on = new Injections(prepared.steps(), victim.target(), machine)) {
            assertThat(on.inject()).isEmpty();
            victim.ask("price");
            await().until(() -> prepared.effect().read().value() == 1);
            assertThat(on.takeBack()).isEmpty();
        }
        assertThat(victim.answer()).satisfies(answer -> {
            assertThat(answer.millis()).isLessThan(60_000);
            assertThat(answer.result()).isEqualTo("42");
        });
    }

    @Test
    void what_the_jvm_cannot_do_fails_with_the_reason_and_leaves_nothing() throws Exception {
        var victim = victim();
        victim.call("price");
        Prepared prepared = plan(new JvmReturn(), on("Shop", "price").with(JvmReturn.VALUE, "much"), victim);
        try (var on = new Injections(prepared.steps(), victim.target(), machine)) {
            assertThat(on.inject()).get().asString().contains("'much' is no value of int, which price returns");
        }
        assertThat(victim.call("price").result()).isEqualTo("42");
        assertNothingLeft(prepared);
    }

    @Test
    void a_jvm_with_files_processes_and_a_user_of_its_own_is_reached() throws Exception {
        assumeTrue(machine.isRoot(), "needs root");
        var apart = List.of(
                "unshare",
                "--mount",
                "--pid",
                "--fork",
                "--mount-proc",
                "sh",
                "-c",
                "mount -t tmpfs -o mode=1777 none /tmp && exec setpriv --reuid=65534 --regid=65534 --clear-groups \"$@\"",
                "sh");
        Path java = VictimJvm.java(17);
        Path readable = Files.createDirectory(
                Path.of("/var/tmp", "victim-" + ProcessHandle.current().pid()));
        try {
            VictimJvm.compile(readable);
            var victim = VictimJvm.start(java, readable, apart, machine);
            started.add(victim);
            Prepared prepared = plan(new JvmReturn(), on("Shop", "price").with(JvmReturn.VALUE, "7"), victim);
            Path seen = Path.of("/proc/" + victim.target().detail("pid") + "/root/tmp");
            try (var on = new Injections(prepared.steps(), victim.target(), machine)) {
                assertThat(on.inject()).isEmpty();
                assertThat(victim.call("price").result()).isEqualTo("7");
                assertThat(on.takeBack()).isEmpty();
            }
            assertThat(victim.call("price").result()).isEqualTo("42");
            try (Stream<Path> files = Files.list(seen)) {
                assertThat(files).noneMatch(file -> file.toString().contains("shakeout-"));
            }
        } finally {
            try (Stream<Path> files = Files.walk(readable)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    @Test
    void a_jvm_that_has_ended_needs_nothing_taken_back() throws Exception {
        var victim = victim();
        Prepared prepared = plan(new JvmLatency(), late("Shop", "price"), victim);
        try (var on = new Injections(prepared.steps(), victim.target(), machine)) {
            assertThat(on.inject()).isEmpty();
            victim.close();
            assertThat(on.takeBack()).isEmpty();
        }
        assertNothingLeft(prepared);
    }

    @Test
    void of_a_jvm_that_stands_still_nothing_is_said_to_be_taken_back() throws Exception {
        var victim = victim();
        Prepared prepared = plan(new JvmReturn(), on("Shop", "price").with(JvmReturn.VALUE, "7"), victim);
        try (var on = new Injections(prepared.steps(), victim.target(), machine)) {
            assertThat(on.inject()).isEmpty();
            SystemCalls.kill(Long.parseLong(victim.target().detail("pid")), 19);
            for (var step : prepared.steps().reversed()) {
                assertThat(machine.processes()
                                .run(step.undo().orElseThrow().argv())
                                .ok())
                        .as(step.what())
                        .isFalse();
            }
            SystemCalls.kill(Long.parseLong(victim.target().detail("pid")), 18);
            assertThat(on.takeBack()).isEmpty();
        }
        assertThat(victim.call("price").result()).isEqualTo("42");
        assertNothingLeft(prepared);
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void its_heap_is_full_and_its_threads_are_busy_until_that_is_taken_back(int version) throws Exception {
        var victim = victim(VictimJvm.java(version), List.of());
        var arguments = Arguments.NONE.with(JvmStress.CORES, 1).with(JvmStress.HEAP, new Percent(70));
        Prepared prepared = plan(new JvmStress(), arguments, victim);
        var before = prepared.effect().read();
        try (var on = new Injections(prepared.steps(), victim.target(), machine)) {
            assertThat(on.inject()).isEmpty();
            var reading = await().atMost(Duration.ofSeconds(20))
                    .until(prepared.effect()::read, each -> prepared.effect().bites(before, each));
            assertThat(reading.words()).containsPattern("which is full to (7|8)\\d");
            assertThat(victim.call("price").result()).isEqualTo("42");
            assertThat(on.takeBack()).isEmpty();
        }
        await().until(prepared.effect()::read, reading -> prepared.effect().gone(before, reading));
        assertThat(victim.call("price").result()).isEqualTo("42");
    }

    @Test
    void what_a_heap_has_no_room_for_is_refused() throws Exception {
        var victim = victim();
        var arguments = Arguments.NONE.with(JvmStress.CORES, 0).with(JvmStress.HEAP, new Percent(1));
        Prepared prepared = plan(new JvmStress(), arguments, victim);
        try (var on = new Injections(prepared.steps(), victim.target(), machine)) {
            assertThat(on.inject()).get().asString().contains("of its heap is in use already");
        }
        assertThat(refusal(new JvmStress(), Arguments.NONE.with(JvmStress.CORES, 0), victim))
                .get()
                .asString()
                .contains("nothing to do");
    }

    @Test
    void garbage_is_collected_unless_the_jvm_does_not_listen() throws Exception {
        for (boolean deaf : List.of(false, true)) {
            var victim = deaf
                    ? victim(VictimJvm.thisJava(), List.of(), "-XX:+DisableExplicitGC")
                    : victim(VictimJvm.java(17), List.of());
            Prepared prepared = plan(new JvmGc(), Arguments.NONE, victim);
            var before = prepared.effect().read();
            try (var on = new Injections(prepared.steps(), victim.target(), machine)) {
                assertThat(on.inject()).isEmpty();
                var reading = prepared.effect().read();
                assertThat(prepared.effect().bites(before, reading))
                        .as(reading.words())
                        .isEqualTo(!deaf);
                assertThat(on.takeBack()).isEmpty();
            }
            assertNothingLeft(prepared);
        }
    }

    @Test
    void of_a_shell_that_started_a_jvm_the_jvm_is_meant() throws Exception {
        var victim = victim(VictimJvm.thisJava(), List.of("sh", "-c", "\"$@\"; :", "sh"));
        var shell = new ProcessFinder()
                .find(
                        Arguments.NONE.with(
                                ProcessFinder.PID, (int) victim.process().pid()),
                        machine)
                .getFirst();
        assertThat(shell.detail("pid")).isNotEqualTo(victim.target().detail("pid"));
        assertThat(JvmFacts.within(shell, machine).detail("pid"))
                .isEqualTo(victim.target().detail("pid"));
    }

    @Test
    void what_no_agent_can_enter_is_refused_with_the_reason() throws Exception {
        var fault = new JvmLatency();
        assertThat(refusal(fault, late("Shop", "price"), victim(VictimJvm.thisJava(), List.of(), "-Xrs")))
                .get()
                .asString()
                .contains("-Xrs");
        assertThat(refusal(
                        fault,
                        late("Shop", "price"),
                        victim(VictimJvm.thisJava(), List.of(), "-XX:+DisableAttachMechanism")))
                .get()
                .asString()
                .contains("DisableAttachMechanism");
        var process = new ProcessBuilder("sleep", "60").start();
        try {
            var sleeping = new ProcessFinder()
                    .find(Arguments.NONE.with(ProcessFinder.PID, (int) process.pid()), machine)
                    .getFirst();
            await().untilAsserted(() -> assertThat(JvmFacts.refusal(sleeping, machine))
                    .get()
                    .asString()
                    .contains("is no JVM"));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void a_class_that_the_fault_itself_stands_on_is_refused() {
        for (String bad :
                List.of("java.lang.Thread", "java.util.concurrent.Semaphore", "sun.nio.ch.Net", "a..b", "a b")) {
            assertThatThrownBy(() -> JavaName.CLASS.parse(Json.of(bad))).as(bad).isInstanceOf(BadValue.class);
        }
        for (String good : List.of("java.net.Socket", "java.sql.Driver", "com.sun.jndi.Ldap", "Plain", "a.B$C")) {
            assertThat(JavaName.CLASS.parse(Json.of(good))).isEqualTo(good);
        }
    }
}
