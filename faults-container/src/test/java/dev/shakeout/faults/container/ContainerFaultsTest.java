package dev.shakeout.faults.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.Fault;
import dev.shakeout.engine.MildArguments;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Injection;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Verdict;
import dev.shakeout.testbed.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Containers of a real Docker engine are broken by it and by the host, and are afterwards as before. */
class ContainerFaultsTest extends WithEngine {
    static Stream<Fault> faults() {
        return CATALOG.faults().values().stream()
                .filter(fault -> fault.targetKinds().contains(ContainerFinder.KIND));
    }

    static Stream<Fault> faultsByTheEngine() {
        return faults().filter(fault -> fault.rungs().getFirst() instanceof EngineRung);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void bites_and_is_taken_back(Fault fault) throws IOException {
        Container before = serve("web");

        Journal journal = drill(fault.descriptor().name(), MildArguments.of(fault.descriptor()), "web");

        assertThat(journal.verdict()).as("%s", journal.reasons()).isEqualTo(Verdict.PASSED);
        Container after = Container.read(engine, before.id());
        assertThat(after.status()).isEqualTo("running");
        assertThat(after.name()).isEqualTo("web");
        assertThat(after.at("HostConfig")).isEqualTo(before.at("HostConfig"));
    }

    @ParameterizedTest
    @MethodSource("faultsByTheEngine")
    void is_taken_back_twice_as_well_as_once_and_when_somebody_has_removed_it(Fault fault) throws IOException {
        isTakenBack(fault, "curl");
    }

    @ParameterizedTest
    @ValueSource(strings = {"socat", "python3"})
    void whatever_speaks_on_a_socket_will_do(String speaker) throws IOException {
        isTakenBack(CATALOG.fault("container/pause"), speaker);
    }

    private void isTakenBack(Fault fault, String speaker) throws IOException {
        Path bin = onlyWith(speaker);
        Container before = serve("web");
        Injection injection = plan(fault.descriptor().name(), MildArguments.of(fault.descriptor()), "web")
                .plan()
                .injections()
                .getFirst();
        for (var step : injection.steps()) {
            assertThat(run(bin, step.change().argv())).isEmpty();
        }
        assertThat(changed(before)).isTrue();
        for (int time = 0; time < 2; time++) {
            takeBack(injection, bin);
            assertThat(Container.read(engine, before.id()).status()).isEqualTo("running");
        }
        docker.run("rm", "--force", before.id());
        takeBack(injection, bin);
    }

    private void takeBack(Injection injection, Path bin) {
        for (var step : injection.steps().reversed()) {
            assertThat(run(bin, step.undo().orElseThrow().argv())).isEmpty();
        }
    }

    /** As far as faults change it: whether it runs, since when, and its networks. */
    private boolean changed(Container before) throws IOException {
        Container now = Container.read(engine, before.id());
        return Stream.of("Status", "StartedAt")
                        .anyMatch(key -> !now.at("State", key).equals(before.at("State", key)))
                || !now.at("NetworkSettings", "Networks").equals(before.at("NetworkSettings", "Networks"));
    }

    /** A PATH with a shell, what every host has, and one program that speaks on a socket. */
    private Path onlyWith(String speaker) throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin-" + speaker));
        for (String tool : List.of("sh", "wc", "tail", "rm", "sleep", "mkdir", speaker)) {
            Path real = machine.tool(tool).orElseThrow(() -> new IOException("no " + tool));
            Program.script(bin.resolve(tool), "#!/bin/sh\nexec " + real + " \"$@\"\n");
        }
        return bin;
    }

    /** What it complains of. */
    private String run(Path bin, List<String> argv) {
        var whole = new ArrayList<>(List.of("env", "PATH=" + bin));
        whole.addAll(argv);
        var finished = machine.processes().run(whole);
        return finished.ok() ? "" : "status " + finished.status() + " " + finished.complaint();
    }

    @ParameterizedTest
    @ValueSource(strings = {"network/block", "cpu/throttle", "process/pause", "memory/fill", "http/status"})
    void what_breaks_a_process_breaks_a_container(String fault) throws IOException {
        serve("web");

        Journal journal = drill(fault, MildArguments.of(CATALOG.fault(fault).descriptor()), "web");

        assertThat(journal.verdict()).as("%s", journal.reasons()).isEqualTo(Verdict.PASSED);
    }

    @Test
    void a_crash_is_mended_by_the_restart_policy() throws IOException {
        Container before = serve("web", "--restart", "always");

        Journal journal = drill(
                "process/kill", MildArguments.of(CATALOG.fault("process/kill").descriptor()), "web");

        assertThat(journal.verdict()).as("%s", journal.reasons()).isEqualTo(Verdict.PASSED);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            Container after = Container.read(engine, before.id());
            assertThat(after.status()).isEqualTo("running");
            assertThat(after.pid()).isNotEqualTo(before.pid());
        });
    }

    @Test
    void a_container_that_was_off_its_network_comes_back_under_its_names_and_fixed_address() throws IOException {
        docker.run("network", "create", "--subnet", "172.31.7.0/24", "shop");
        serve("web", "--network", "shop", "--network-alias", "storefront", "--ip", "172.31.7.77");
        try {
            assertThat(plan("container/disconnect", Arguments.NONE.with(ContainerDisconnect.NETWORK, "shp"), "web")
                            .plan()
                            .refusals()
                            .toString())
                    .contains("web is not on shp; its networks: shop");

            Journal journal = drill("container/disconnect", Arguments.NONE, "web");

            assertThat(journal.verdict()).as("%s", journal.reasons()).isEqualTo(Verdict.PASSED);
            Container after = Container.read(engine, "web");
            assertThat(after.text("NetworkSettings", "Networks", "shop", "IPAddress"))
                    .isEqualTo("172.31.7.77");
            assertThat(after.text("NetworkSettings", "Networks", "shop", "Aliases"))
                    .contains("storefront");
        } finally {
            docker.run("rm", "--force", "web");
            docker.run("network", "rm", "shop");
        }
    }

    @Test
    void a_name_that_somebody_has_taken_meanwhile_is_left_to_them_and_told() throws IOException {
        serve("web");
        Injection injection = plan("container/remove", Arguments.NONE.with(ContainerStop.GRACE, Duration.ZERO), "web")
                .plan()
                .injections()
                .getFirst();
        for (var step : injection.steps()) {
            assertThat(machine.processes().run(step.change().argv()).ok()).isTrue();
        }
        Container other = serve("web");

        var undone = machine.processes()
                .run(injection.steps().getLast().undo().orElseThrow().argv());

        assertThat(undone.ok()).isFalse();
        assertThat(undone.complaint()).contains("give the name web back").contains("already in use");
        assertThat(Container.read(engine, "web").id()).isEqualTo(other.id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"container/stop", "container/remove", "container/kill"})
    void what_the_engine_is_still_at_when_it_is_taken_back_is_over_before_it_is_started(String fault) throws Exception {
        Container before = serve("web"); // which does not hear SIGTERM
        Arguments slowly = fault.equals("container/kill")
                ? Arguments.NONE.with(ContainerKill.SIGNAL, "TERM")
                : Arguments.NONE.with(ContainerStop.GRACE, Duration.ofSeconds(5));
        Injection injection = plan(fault, slowly, "web").plan().injections().getFirst();
        Process asking =
                machine.processes().start(injection.steps().getFirst().change().argv());
        await().until(() -> machine.folders().runtime().toFile().list().length > 0);
        await().until(() -> !asking.isAlive() // a kill is not waited for
                || Container.read(engine, before.id()).status().equals("stopping") // Podman says so
                || docker.run("events", "--since", "1m", "--until", "0s", "--filter", "event=kill")
                        .contains("signal=15"));
        asking.descendants().forEach(ProcessHandle::destroyForcibly);
        asking.destroyForcibly().waitFor();

        takeBack(injection, onlyWith("curl"));

        Container after = Container.read(engine, before.id());
        assertThat(after.at("State", "StartedAt")).isNotEqualTo(before.at("State", "StartedAt"));
        assertThat(after.status()).isEqualTo("running");
        assertThat(machine.folders().runtime()).isEmptyDirectory();
    }

    @Test
    void refuses_to_end_what_would_be_removed_with_its_end() throws IOException {
        serve("web", "--rm");

        assertThat(plan("container/stop", Arguments.NONE, "web")
                        .plan()
                        .refusals()
                        .toString())
                .contains("started with --rm");
    }
}
