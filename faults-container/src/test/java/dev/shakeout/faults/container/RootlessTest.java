package dev.shakeout.faults.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.MildArguments;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Verdict;
import dev.shakeout.testbed.Engine;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an ordinary user's Podman can do holds, and what it cannot is refused with the reason. */
class RootlessTest extends WithEngine {
    @Override
    Engine start(Path folder, Machine machine) throws IOException {
        return Engine.rootless(folder, machine);
    }

    @ParameterizedTest
    @ValueSource(strings = {"container/stop", "container/kill", "container/restart", "container/remove"})
    void by_the_engine_it_is_broken_and_taken_back(String fault) throws IOException {
        Container before = serve("web", "--network", "none");

        Journal journal = drill(fault, MildArguments.of(CATALOG.fault(fault).descriptor()), "web");

        assertThat(journal.verdict()).as("%s", journal.reasons()).isEqualTo(Verdict.PASSED);
        assertThat(Container.read(engine, before.id()).status()).isEqualTo("running");
    }

    @Test
    void what_it_cannot_do_is_refused_with_the_reason() throws IOException {
        Container web = serve("web", "--network", "none");

        assertThat(refusal("container/disconnect")).endsWith("web is not on any network");
        assertThat(refusal("container/pause").contains("cannot pause")).isEqualTo(engine.cannotPause());
        if (FirstProcess.of(web, machine).isEmpty()) {
            assertThat(refusal("cpu/load")).contains("those of container web are not seen from here");
        }
    }

    private String refusal(String fault) {
        return plan(fault, Arguments.NONE, "web").plan().refusals().stream()
                .map(refusal -> refusal.words())
                .findFirst()
                .orElse("");
    }
}
