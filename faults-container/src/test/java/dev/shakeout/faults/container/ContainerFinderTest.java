package dev.shakeout.faults.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Target;
import dev.shakeout.testbed.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Containers of a real Docker engine are found by what they are known by. */
class ContainerFinderTest extends WithEngine {
    private List<String> found(Parameter<?> parameter, Json value) {
        return new ContainerFinder()
                .find(criteria(parameter, value), machine).stream()
                        .map(Target::name)
                        .toList();
    }

    private Target one(String name) {
        return new ContainerFinder()
                .find(criteria(Criteria.NAME, Json.of(name)), machine)
                .getFirst();
    }

    @Test
    void finds_containers_by_all_that_they_are_known_by() throws IOException {
        serve("web-1", "--label", "com.docker.compose.project=shop", "--label", "com.docker.compose.service=web");
        Container second = serve(
                "web-2",
                "--label",
                "com.docker.compose.project=shop",
                "--label",
                "com.docker.compose.service=web",
                "--label",
                "tier=two");
        serve("other");
        docker.run("stop", "--time", "0", serve("ended").id());

        assertThat(found(Criteria.NAME, Json.of("web-1"))).containsExactly("web-1");
        assertThat(found(Criteria.ID, Json.of(second.id().substring(0, 12)))).containsExactly("web-2");
        assertThat(found(Criteria.IMAGE, Json.of("shop/web"))).containsExactly("web-1", "web-2", "other");
        assertThat(found(Criteria.IMAGE, Json.of("web:1.0"))).hasSize(3);
        assertThat(found(Criteria.IMAGE, Json.of("shop/web:2.0"))).isEmpty();
        assertThat(found(Criteria.PROJECT, Json.of("shop"))).containsExactly("web-1", "web-2");
        assertThat(found(Criteria.SERVICE, Json.of("web"))).containsExactly("web-1", "web-2");
        assertThat(found(Criteria.LABELS, Json.object("tier", "two"))).containsExactly("web-2");
        assertThat(found(Criteria.LABELS, Json.object("tier", "one"))).isEmpty();
        assertThat(found(Criteria.NAME, Json.of("ended"))).isEmpty();

        var replicas = new ContainerFinder().service(one("web-1"), machine).orElseThrow();
        assertThat(replicas.service()).isEqualTo("shop/web");
        assertThat(replicas.healthy()).extracting(Target::name).containsExactly("web-1", "web-2");
    }

    @Test
    void says_what_is_wrong_when_none_can_be_found() {
        assertThatThrownBy(() -> new ContainerFinder().find(Arguments.NONE, machine))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("give at least one");
        assertThatThrownBy(() -> found(Criteria.ID, Json.of("abc"))).hasMessageContaining("too short");
        assertThatThrownBy(() -> new ContainerFinder()
                        .find(
                                criteria(Criteria.NAME, Json.of("web")),
                                machine.withEnvironment(Map.of("DOCKER_HOST", "tcp://10.0.0.1:2375"))))
                .hasMessageContaining("DOCKER_HOST")
                .hasMessageContaining("only an engine of this host");
        assertThatThrownBy(() -> new ContainerFinder()
                        .find(
                                criteria(Criteria.NAME, Json.of("web"))
                                        .with(
                                                Criteria.ENGINE,
                                                folder.resolve("nowhere").toString()),
                                machine))
                .hasMessageContaining("cannot be asked: there is no such socket");
        assertThatThrownBy(() -> new ContainerFinder()
                        .find(
                                criteria(Criteria.NAME, Json.of("web")).with(Criteria.ENGINE, "tcp://10.0.0.1:2375"),
                                machine))
                .hasMessageContaining("engine is 'tcp://10.0.0.1:2375'");
        assertThatThrownBy(() -> new ContainerFinder()
                        .find(
                                criteria(Criteria.NAME, Json.of("web")),
                                machine.withEnvironment(Map.of("DOCKER_HOST", "unix:///nowhere/docker.sock"))))
                .hasMessage("no container engine is found: no socket is at /nowhere/docker.sock, which DOCKER_HOST or"
                        + " CONTAINER_HOST names");
        assertThat(ContainerEngine.none(machine.withEnvironment(Map.of("XDG_RUNTIME_DIR", folder.toString()))))
                .contains(
                        "start Docker, or Podman's service",
                        folder.resolve("podman/podman.sock").toString());
    }

    @Test
    void tells_what_may_have_been_meant() throws IOException {
        assertThat(hint(Criteria.NAME, "web")).isEqualTo("; none runs");
        serve("web-1", "--label", "com.docker.compose.project=shop", "--label", "com.docker.compose.service=front");
        docker.run("stop", "--time", "0", serve("ended").id());

        assertThat(hint(Criteria.NAME, "wbe-1")).isEqualTo("; did you mean 'web-1'?");
        assertThat(hint(Criteria.PROJECT, "shpo")).isEqualTo("; did you mean 'shop'?");
        assertThat(hint(Criteria.SERVICE, "frnot")).isEqualTo("; did you mean 'front'?");
        assertThat(hint(Criteria.NAME, "ended")).isEqualTo("; ended does, but is exited");
        assertThat(hint(Criteria.NAME, "something else")).isEqualTo("; those that run: web-1");
        assertThatThrownBy(() -> plan("container/pause", Arguments.NONE, "wbe-1"))
                .hasMessageContaining("no container matches name wbe-1; did you mean 'web-1'?");
    }

    private String hint(Parameter<String> parameter, String value) {
        return new ContainerFinder().hint(criteria(parameter, Json.of(value)), machine);
    }

    @Test
    void asks_only_for_those_that_may_be_meant() throws IOException {
        Container web = serve("web", "--label", "tier=one");
        serve("other", "--label", "tier=two");
        Path socket = folder.resolve("listening");
        try (var listening = new Listening(socket, engine.socket())) {
            Arguments by = criteria(Criteria.LABELS, Json.object("tier", "one"))
                    .with(Criteria.IMAGE, "shop/web")
                    .with(Criteria.ENGINE, socket.toString());

            assertThat(new ContainerFinder().find(by, machine))
                    .extracting(Target::name)
                    .containsExactly("web");
            assertThat(listening.asked)
                    .containsExactly("/containers/json?all=false", Container.path(web.id()) + "/json");
        }
    }

    @Test
    void knows_a_container_by_its_image_when_that_name_means_another_one_by_now() throws IOException {
        assumeFalse(engine.isPodman(), "Podman tells the name under which the container was made");
        serve("old");
        docker.run("commit", "old", "shop/newer");
        docker.run("tag", Engine.IMAGE, "shop/kept");
        docker.run("tag", "shop/newer", Engine.IMAGE);
        try {
            assertThat(found(Criteria.IMAGE, Json.of(Engine.IMAGE))).containsExactly("old");
            assertThat(new ContainerFinder()
                            .service(one("old"), machine)
                            .orElseThrow()
                            .healthy())
                    .hasSize(1);
        } finally {
            docker.run("tag", "shop/kept", Engine.IMAGE);
        }
    }
}
