package dev.shakeout.faults.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Injection;
import dev.shakeout.model.Step;
import dev.shakeout.testbed.Engine;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Containers of Podman are broken by it and by the host, and are afterwards as before. */
class PodmanFaultsTest extends ContainerFaultsTest {
    @Override
    Engine start(Path folder, Machine machine) throws IOException {
        return Engine.podman(folder, machine);
    }

    @Test
    void a_container_whose_address_somebody_else_has_got_meanwhile_comes_back_with_another_one() throws IOException {
        Container before = serve("web");
        String address = before.text("NetworkSettings", "Networks", "podman", "IPAddress");
        Injection injection = plan("container/disconnect", Arguments.NONE, "web")
                .plan()
                .injections()
                .getFirst();
        Step step = injection.steps().getFirst();
        assertThat(machine.processes().run(step.change().argv()).ok()).isTrue();
        serve("other", "--ip", address);

        for (int time = 0; time < 2; time++) {
            var undone = machine.processes().run(step.undo().orElseThrow().argv());
            assertThat(undone.ok()).as(undone.complaint()).isTrue();
            assertThat(Container.read(engine, "web").text("NetworkSettings", "Networks", "podman", "IPAddress"))
                    .isNotEmpty()
                    .isNotEqualTo(address);
        }
    }
}
