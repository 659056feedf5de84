package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Inverse;
import dev.shakeout.model.Step;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class HostPictureTest {
    private static HostPicture picture(String... tables) {
        return new HostPicture(new TreeMap<>(java.util.Map.of("network table", new TreeSet<>(List.of(tables)))));
    }

    @Test
    void names_what_is_new_and_what_is_gone() {
        assertThat(HostPicture.differences(picture("table a"), picture("table b")))
                .containsExactly("network table: new: table b", "network table: gone: table a");
        assertThat(HostPicture.differences(picture("table a"), picture("table a")))
                .isEmpty();
    }

    @Test
    void what_another_run_does_meanwhile_is_not_held_against_this_one() {
        var own = Token.fresh();
        var other = Token.fresh();
        var steps = List.of(Step.command("add", List.of("nft", own.identifier()), Inverse.of(":")));
        var before = picture().concerning(steps);
        assertThat(HostPicture.differences(
                        before, picture("table inet " + other.identifier()).concerning(steps)))
                .isEmpty();
        assertThat(HostPicture.differences(
                        before, picture("table inet " + own.identifier()).concerning(steps)))
                .hasSize(1);
    }
}
