package dev.shakeout.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.faults.kubernetes.Resource;
import dev.shakeout.faults.kubernetes.ResourceType;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ScheduleResourceTest {
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

    private static ScheduleResource schedule(String cron, String zone) {
        var spec = Json.object("cron", cron, "timeZone", zone);
        return new ScheduleResource(new Resource(ResourceType.SCHEDULE, Json.object("spec", spec)));
    }

    @Test
    void theNextTimeIsByTheWallClockOfItsZone() {
        assertThat(schedule("0 10 * * 1-5", "").after(NOON)).contains(Instant.parse("2026-11-27T10:00:00Z"));
        assertThat(schedule("0 10 * * 1-5", "Europe/Berlin").after(NOON))
                .contains(Instant.parse("2026-11-27T09:00:00Z"));
        assertThat(schedule("0 12 * * *", "").after(NOON)).contains(Instant.parse("2026-11-27T12:00:00Z"));
    }

    @Test
    void whatCannotBeUnderstoodIsTold() {
        assertThatThrownBy(() -> schedule("61 * * * *", "").after(NOON))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("'61 * * * *' is not a cron expression of five fields");
        assertThatThrownBy(() -> schedule("* * * * *", "Mars/Olympus").after(NOON))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("there is no time zone 'Mars/Olympus'");
    }

    @Test
    void aTimeThatWasWorkedOutForAnotherRuleCountsForNothing() {
        var status = Json.object("rule", "0 10 * * *", "nextRun", NOON.toString());
        var object = Json.object("spec", Json.object("cron", "0 10 * * *"), "status", status);
        var changed = object.with("spec", Json.object("cron", "0 11 * * *"));

        assertThat(new ScheduleResource(new Resource(ResourceType.SCHEDULE, object)).due())
                .contains(NOON);
        assertThat(new ScheduleResource(new Resource(ResourceType.SCHEDULE, changed)).due())
                .isEmpty();
    }
}
