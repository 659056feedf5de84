package dev.shakeout.faults.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Folders;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.MildArguments;
import dev.shakeout.engine.Planned;
import dev.shakeout.engine.Planner;
import dev.shakeout.engine.Runner;
import dev.shakeout.engine.Stop;
import dev.shakeout.model.Activity;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Injection;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Position;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Target;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Containers of a real Docker engine are found, broken by it and by the host, and are afterwards as before. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContainerTest {
    private static final Catalog CATALOG = Catalog.installed();

    private Path folder;
    private Machine machine;
    private Docker docker;

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        folder = temporary;
        machine = Machine.local().with(new Folders(folder.resolve("run"), folder.resolve("state")));
        docker = Docker.start(folder, machine);
        machine = machine.withEnvironment(Map.of("DOCKER_HOST", "unix://" + docker.socket()));
    }

    @AfterEach
    void removeAll() {
        docker.run("ps", "--all", "--quiet").lines().forEach(id -> docker.run("rm", "--force", id));
    }

    @AfterAll
    void stop() {
        if (docker != null) {
            docker.close();
        }
    }

    private static Arguments criteria(Parameter<?> parameter, Json value) {
        return new Arguments(Map.of(parameter.name(), parameter.type().parse(value)));
    }

    private List<String> found(Parameter<?> parameter, Json value) {
        return new ContainerFinder()
                .find(criteria(parameter, value), machine).stream()
                        .map(Target::name)
                        .toList();
    }

    private Target one(String name) {
        return new ContainerFinder()
                .find(criteria(ContainerFinder.NAME, Json.of(name)), machine)
                .getFirst();
    }

    private Planned plan(String fault, Arguments arguments, String container) {
        var selector = new Selector(
                ContainerFinder.KIND, criteria(ContainerFinder.NAME, Json.of(container)), new Selector.Mode.One());
        var call = new Provider.FaultCall(fault, selector, arguments, Optional.of(Duration.ofMillis(200)));
        var action = new Activity.Action(Activity.Written.named(fault, new Position("test", 1, 1)), call);
        return new Planner(CATALOG, machine).plan(Experiment.of(fault, List.of(action)), 1);
    }

    private Journal drill(String fault, Arguments arguments, String container) {
        return new Runner(CATALOG, machine, Map.of(), "test")
                .run(plan(fault, arguments, container), new Stop(), List.of());
    }

    static Stream<Fault> faults() {
        return CATALOG.faults().values().stream()
                .filter(fault -> fault.targetKinds().contains(ContainerFinder.KIND));
    }

    @Test
    void finds_containers_by_all_that_they_are_known_by() throws IOException {
        docker.serve(
                "web-1", "--label", "com.docker.compose.project=shop", "--label", "com.docker.compose.service=web");
        Container second = docker.serve(
                "web-2",
                "--label",
                "com.docker.compose.project=shop",
                "--label",
                "com.docker.compose.service=web",
                "--label",
                "tier=two");
        docker.serve("other");
        docker.run("stop", "--time", "0", docker.serve("ended").id());

        assertThat(found(ContainerFinder.NAME, Json.of("web-1"))).containsExactly("web-1");
        assertThat(found(ContainerFinder.ID, Json.of(second.id().substring(0, 12))))
                .containsExactly("web-2");
        assertThat(found(ContainerFinder.IMAGE, Json.of("shop/web"))).containsExactly("web-1", "web-2", "other");
        assertThat(found(ContainerFinder.IMAGE, Json.of("web:1.0"))).hasSize(3);
        assertThat(found(ContainerFinder.IMAGE, Json.of("shop/web:2.0"))).isEmpty();
        assertThat(found(ContainerFinder.PROJECT, Json.of("shop"))).containsExactly("web-1", "web-2");
        assertThat(found(ContainerFinder.SERVICE, Json.of("web"))).containsExactly("web-1", "web-2");
        assertThat(found(ContainerFinder.LABELS, Json.object("tier", "two"))).containsExactly("web-2");
        assertThat(found(ContainerFinder.LABELS, Json.object("tier", "one"))).isEmpty();
        assertThat(found(ContainerFinder.NAME, Json.of("ended"))).isEmpty();

        var replicas = new ContainerFinder().service(one("web-1"), machine).orElseThrow();
        assertThat(replicas.service()).isEqualTo("shop/web");
        assertThat(replicas.healthy()).extracting(Target::name).containsExactly("web-1", "web-2");
    }

    @Test
    void says_what_is_wrong_when_none_can_be_found() {
        assertThatThrownBy(() -> new ContainerFinder().find(Arguments.NONE, machine))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("give at least one");
        assertThatThrownBy(() -> found(ContainerFinder.ID, Json.of("abc"))).hasMessageContaining("too short");
        assertThatThrownBy(() -> new ContainerFinder()
                        .find(
                                criteria(ContainerFinder.NAME, Json.of("web")),
                                machine.withEnvironment(Map.of("DOCKER_HOST", "tcp://10.0.0.1:2375"))))
                .hasMessageContaining("DOCKER_HOST")
                .hasMessageContaining("only an engine of this host");
        assertThatThrownBy(() -> new ContainerFinder()
                        .find(
                                criteria(ContainerFinder.NAME, Json.of("web"))
                                        .with(
                                                ContainerFinder.ENGINE,
                                                folder.resolve("nowhere").toString()),
                                machine))
                .hasMessageContaining("cannot be asked");
    }

    @ParameterizedTest
    @MethodSource("faults")
    void bites_and_is_taken_back(Fault fault) throws IOException {
        Container before = docker.serve("web");

        Journal journal = drill(fault.descriptor().name(), MildArguments.of(fault.descriptor()), "web");

        assertThat(journal.verdict()).as("%s", journal.reasons()).isEqualTo(Verdict.PASSED);
        Container after = Container.read(docker.engine(), before.id());
        assertThat(after.status()).isEqualTo("running");
        assertThat(after.at("HostConfig")).isEqualTo(before.at("HostConfig"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void is_taken_back_by_whatever_speaks_on_a_socket_and_twice_as_well_as_once(Fault fault) throws IOException {
        for (String speaker : List.of("curl", "socat", "python3")) {
            Container before = docker.serve("web");
            Injection injection = plan(fault.descriptor().name(), MildArguments.of(fault.descriptor()), "web")
                    .plan()
                    .injections()
                    .getFirst();
            Path bin = onlyWith(speaker);
            for (var step : injection.steps()) {
                assertThat(run(bin, step.change().argv())).as(speaker).isEmpty();
            }
            assertThat(changed(before))
                    .as("%s with %s", fault.descriptor().name(), speaker)
                    .isTrue();
            for (int time = 0; time < 2; time++) {
                for (var step : injection.steps().reversed()) {
                    Inverse undo = step.undo().orElseThrow();
                    assertThat(run(bin, undo.argv())).as(speaker).isEmpty();
                }
                assertThat(Container.read(docker.engine(), before.id()).status())
                        .isEqualTo("running");
            }
            docker.run("rm", "--force", before.id());
            for (var step : injection.steps().reversed()) { // somebody has removed it meanwhile
                assertThat(run(bin, step.undo().orElseThrow().argv()))
                        .as(speaker)
                        .isEmpty();
            }
        }
    }

    /** As far as faults change it: whether it runs, since when, and its networks. */
    private boolean changed(Container before) throws IOException {
        Container now = Container.read(docker.engine(), before.id());
        return Stream.of("Status", "StartedAt")
                        .anyMatch(key -> !now.at("State", key).equals(before.at("State", key)))
                || !now.at("NetworkSettings", "Networks").equals(before.at("NetworkSettings", "Networks"));
    }

    /** A PATH with a shell, what every host has, and one program that speaks on a socket. */
    private Path onlyWith(String speaker) throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin-" + speaker));
        for (String tool : List.of("sh", "wc", "tail", speaker)) {
            Path real = machine.tool(tool).orElseThrow(() -> new IOException("no " + tool));
            Path here = bin.resolve(tool);
            Files.writeString(here, "#!/bin/sh\nexec " + real + " \"$@\"\n");
            assertThat(here.toFile().setExecutable(true)).isTrue();
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
        docker.serve("web");

        Journal journal = drill(fault, MildArguments.of(CATALOG.fault(fault).descriptor()), "web");

        assertThat(journal.verdict()).as("%s", journal.reasons()).isEqualTo(Verdict.PASSED);
    }

    @Test
    void a_crash_is_mended_by_the_restart_policy() throws IOException {
        Container before = docker.serve("web", "--restart", "always");

        Journal journal = drill(
                "process/kill", MildArguments.of(CATALOG.fault("process/kill").descriptor()), "web");

        assertThat(journal.verdict()).as("%s", journal.reasons()).isEqualTo(Verdict.PASSED);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            Container after = Container.read(docker.engine(), before.id());
            assertThat(after.status()).isEqualTo("running");
            assertThat(after.pid()).isNotEqualTo(before.pid());
        });
    }

    @Test
    void a_container_that_was_off_its_network_comes_back_under_its_names_and_fixed_address() throws IOException {
        docker.run("network", "create", "--subnet", "172.31.7.0/24", "shop");
        docker.serve("web", "--network", "shop", "--network-alias", "storefront", "--ip", "172.31.7.77");
        try {
            assertThat(plan("container/disconnect", Arguments.NONE.with(ContainerDisconnect.NETWORK, "shp"), "web")
                            .plan()
                            .refusals()
                            .toString())
                    .contains("web is not on shp; its networks: shop");

            Journal journal = drill("container/disconnect", Arguments.NONE, "web");

            assertThat(journal.verdict()).as("%s", journal.reasons()).isEqualTo(Verdict.PASSED);
            Container after = Container.read(docker.engine(), "web");
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
    void refuses_to_end_what_would_be_removed_with_its_end() throws IOException {
        docker.serve("web", "--rm");

        assertThat(plan("container/stop", Arguments.NONE, "web")
                        .plan()
                        .refusals()
                        .toString())
                .contains("started with --rm");
    }
}
