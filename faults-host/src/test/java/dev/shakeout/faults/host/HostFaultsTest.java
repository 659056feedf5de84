package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.engine.Folders;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ends or misleads a whole host is done to a virtual machine only; here it is refused. */
class HostFaultsTest {
    @TempDir
    Path folder;

    @Test
    void a_clock_that_jumped_is_right_again_and_a_reboot_is_told_and_taken_back_when_the_host_is_there_again()
            throws Exception {
        var uml = Uml.in(folder);
        Map<String, String> result =
                uml.run("""
                cd %1$s || exit 1
                if [ ! -e booted ]; then
                  : >booted
                  java --enable-native-access=ALL-UNNAMED %2$s %1$s reboot
                  sleep 30
                else
                  java %2$s %1$s after
                fi""".formatted(folder.toAbsolutePath(), OnHostToEnd.class.getName()), Duration.ofSeconds(120));

        assertThat(result)
                .containsEntry("clock missing", "nothing")
                .containsEntry("jump", "done")
                .containsEntry("clock bites", "true")
                .containsEntry("second jump", "done")
                .containsEntry("clock gone", "true");
        assertThat(Double.parseDouble(result.get("ahead"))).isBetween(3599.0, 3601.0);
        assertThat(Double.parseDouble(result.get("both"))).isBetween(2999.0, 3001.0);
        assertThat(Double.parseDouble(result.get("second alone"))).isBetween(-601.0, -599.0);
        assertThat(Double.parseDouble(result.get("right again"))).isBetween(-0.5, 0.5);

        assertThat(result)
                .containsEntry("reboot missing", "nothing")
                .containsEntry("pending", "done")
                .containsEntry("pending bites", "true")
                .containsEntry("pending gone", "true")
                .containsEntry("cancelled", "still here")
                .as("the run was cut off")
                .doesNotContainKey("verdict")
                .containsEntry("left", "[kept]");
        assertThat(result.get("recovered"))
                .contains("was cut off when this host was started again")
                .contains("take 1 MiB at")
                .contains("note that this host will reboot (host/reboot)")
                .contains("everything is taken back");
    }

    @Test
    void nothing_is_done_to_a_host_that_nobody_has_acknowledged() {
        Machine machine = Machines.in(folder);
        Target host = new HostFinder().find(Arguments.NONE, machine).getFirst();
        for (var fault : List.of(new HostReboot(), new HostShutdown(), new TimeJump())) {
            for (var rung : fault.rungs()) {
                assertThat(rung.missingFor(host, Arguments.NONE, machine))
                        .get()
                        .asString()
                        .contains("nobody has acknowledged it");
                assertThatThrownBy(() -> rung.plan(host, Arguments.NONE, machine))
                        .isInstanceOf(IllegalStateException.class);
                assertThat(rung.missingFor(host, Examples.of(fault.descriptor()), machine))
                        .as("no test that knows nothing of it acknowledges it")
                        .isPresent();
            }
        }
    }

    @Test
    void the_words_must_be_the_very_words() {
        Parameter<String> words = HostReboot.ACKNOWLEDGE;
        assertThat(words.type().parse(Json.of("this host will reboot"))).isEqualTo("this host will reboot");
        for (Json other :
                List.of(Json.of("yes"), Json.of(true), Json.of(""), Json.of("this host will be switched off"))) {
            assertThatThrownBy(() -> words.type().parse(other))
                    .hasMessageContaining("must be the words \"this host will reboot\"");
        }
    }

    @Test
    void a_host_is_not_ended_when_its_ledger_would_go_with_it() throws Exception {
        Machine local = Machines.in(folder);
        try (var disk = new Disk(folder.resolve("disk"), local)) {
            var machine = new Machine(
                    local.root(),
                    local.processes(),
                    local.clock(),
                    new Folders(disk.path().resolve("run"), disk.path().resolve("state")),
                    local.java(),
                    local.environment(),
                    local.links(),
                    local.facts());
            Target host = new HostFinder().find(Arguments.NONE, machine).getFirst();
            Arguments meant = Arguments.NONE.with(HostReboot.ACKNOWLEDGE, "this host will reboot");
            assertThat(new HostReboot().rungs().getLast().missingFor(host, meant, machine))
                    .get()
                    .asString()
                    .contains("the ledger would not survive it")
                    .contains("tmpfs");
        }
    }
}
