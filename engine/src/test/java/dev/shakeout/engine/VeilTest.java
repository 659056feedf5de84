package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Activity;
import dev.shakeout.model.ActivityRun;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Event;
import dev.shakeout.model.Injection;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Json;
import dev.shakeout.model.Judgement;
import dev.shakeout.model.Mask;
import dev.shakeout.model.Position;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What of an event a listener sees. {@code SecretsTest} (cli) sees to it that nothing comes through. */
class VeilTest {
    private static final String SECRET = "hunter2-marker";

    private final Mask mask = new Mask();
    private final Veil veil = new Veil(mask);

    private static ActivityRun run() {
        var written = Activity.Written.named("ask " + SECRET, new Position("x.yaml", 1, 1))
                .withSource(Json.object("note", SECRET));
        return new ActivityRun(
                new Activity.Action(written, new Provider.Call("process", Arguments.NONE)),
                Instant.EPOCH,
                Duration.ZERO,
                Optional.of(ActivityRun.Status.FAILED),
                Json.object("stdout", "it is " + SECRET),
                Optional.of("no " + SECRET),
                Optional.of(Judgement.of(false, "not " + SECRET)),
                List.of("line " + SECRET));
    }

    private static Injection injection() {
        return new Injection(
                "i1",
                "act",
                "process/pause",
                new Target("process", "7:8", SECRET, Map.of("pid", "7")),
                "signal",
                List.of(Step.command("stop " + SECRET, List.of("kill", SECRET), Inverse.of("kill \"$1\"", SECRET))),
                "it stands still",
                List.of(),
                Optional.empty());
    }

    @Test
    void whereNothingIsSecretNothingChanges() {
        var event = new Event.ActivityEnded(Instant.EPOCH, run());

        assertThat(veil.over(event)).isSameAs(event);
    }

    @Test
    void whatCameOutIsHiddenAndTheNameStays() {
        mask.cover(Json.of(SECRET));

        var seen = (Event.ActivityEnded) veil.over(new Event.ActivityEnded(Instant.EPOCH, run()));

        assertThat(seen.run().activity().name()).isEqualTo("ask " + SECRET);
        assertThat(seen.run().activity().source()).isEqualTo(Json.object("note", "•••"));
        assertThat(seen.run().output()).isEqualTo(Json.object("stdout", "it is •••"));
        assertThat(seen.run().error()).contains("no •••");
        assertThat(seen.run().judgement()).contains(Judgement.of(false, "not •••"));
        assertThat(seen.run().trace()).containsExactly("line •••");
    }

    @Test
    void whatWillBeDoneIsHiddenAndTheCommandThatClearsItStays() {
        mask.cover(Json.of(SECRET));
        List<String> commands = List.of("sh /run/" + SECRET + "/undo.sh");

        var seen = (Event.NotTakenBack)
                veil.over(new Event.NotTakenBack(Instant.EPOCH, injection(), commands, "no such " + SECRET));

        assertThat(seen.commands()).isEqualTo(commands);
        assertThat(seen.why()).isEqualTo("no such •••");
        assertThat(seen.injection().target().id()).isEqualTo("7:8");
        assertThat(seen.injection().toString()).doesNotContain(SECRET);
    }
}
