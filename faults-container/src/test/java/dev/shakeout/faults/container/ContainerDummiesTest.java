package dev.shakeout.faults.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Diagnosis;
import dev.shakeout.engine.Doctor;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Faults of containers are tried on one that is made for that, of an image that is there. */
class ContainerDummiesTest extends WithEngine {
    private static final Catalog CONTAINERS = new Catalog(
            CATALOG.faults().entrySet().stream()
                    .filter(each -> each.getKey().startsWith("container/"))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
            CATALOG.probes(),
            CATALOG.finders(),
            CATALOG.witnesses());

    @Test
    void doctor_tries_every_fault_of_containers_and_leaves_none_behind() {
        String before = docker.run("ps", "--all", "--quiet");

        var diagnoses = new Doctor(CONTAINERS, machine, "test").examine();

        assertThat(diagnoses)
                .hasSizeGreaterThan(5)
                .allMatch(Diagnosis::tried)
                .allSatisfy(each -> assertThat(each.works()).as("%s", each).isTrue());
        assertThat(docker.run("ps", "--all", "--quiet")).isEqualTo(before);
    }

    @Test
    void says_why_none_can_be_made() throws IOException {
        var nowhere = machine.withEnvironment(Map.of("DOCKER_HOST", "unix://" + folder.resolve("nowhere")));

        assertThatThrownBy(
                        () -> new ContainerDummies().make("container", Files.createTempDirectory(folder, "d"), nowhere))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no container engine is found");
    }
}
