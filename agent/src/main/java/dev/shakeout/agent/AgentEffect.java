package dev.shakeout.agent;

import dev.shakeout.engine.Effect;
import dev.shakeout.model.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * Measured where the target is, by the agent there.
 *
 * @param what in words, as far as it is known before the agent is there
 * @param where in words: "in the pod"
 */
public record AgentEffect(Appointed agent, String what, String where) implements Effect {
    /** What it takes to ask. */
    private static final Duration MORE = Duration.ofSeconds(5);

    @Override
    public Reading read() throws IOException {
        Reading reading = agent.measure();
        String rung = agent.assignment().planned().map(Report.Planned::rung).orElse("");
        return new Reading(reading.value(), reading.unit(), reading.words() + " (" + where + ", by " + rung + ")");
    }

    @Override
    public boolean bites(Reading before, Reading on) {
        return judge(before, on).bites();
    }

    @Override
    public boolean gone(Reading before, Reading after) {
        return judge(before, after).gone();
    }

    private Report.Judged judge(Reading before, Reading now) {
        try {
            return agent.judge(before, now);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Duration patience() {
        return agent.assignment()
                .planned()
                .map(Report.Planned::patience)
                .orElse(Duration.ZERO)
                .plus(MORE);
    }

    @Override
    public boolean stands() throws IOException, InterruptedException {
        return agent.targetStands();
    }

    @Override
    public boolean momentary() {
        return agent.assignment().momentary();
    }
}
