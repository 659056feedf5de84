package dev.shakeout.dialects.gremlin;

import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.List;

/** A clock that is wrong. */
final class TimeTravelAttack implements Attack {
    private static final Option LENGTH = Attack.length("Time_Travel");
    private static final Option OFFSET =
            Option.value("Time_Travel", "offset, in seconds; 86400 if not given", "--offset", "-o");
    private static final Option BLOCK_NTP = Option.flag(
                    "Time_Travel", "network/blackhole of UDP port 123, beside it", "--block-ntp", "-n")
            .or(new Fidelity.Kept("nothing: a process's own time is set by no server"));
    private static final Fidelity SKEW = new Fidelity.Approximated(
            "time/skew, for the processes that the target map names; the host keeps its time");
    private static final Fidelity NOT_IN_CONTAINERS = new Fidelity.NotSupported(
            "containers have their host's clock, and Gremlin refuses this attack on them too; attack the host");
    private static final Field WHOLE =
            Attack.whole("Time_Travel", "time/jump").or(SKEW).or(NOT_IN_CONTAINERS);

    @Override
    public String name() {
        return "Time_Travel";
    }

    @Override
    public String introduction() {
        return "`time/jump`.";
    }

    @Override
    public List<Option> options() {
        return List.of(LENGTH, OFFSET, BLOCK_NTP);
    }

    @Override
    public Field whole() {
        return WHOLE;
    }

    @Override
    public Fidelity on(String kind) {
        return switch (kind) {
            case "host" -> WHOLE.ways().getFirst();
            case "process" -> SKEW;
            default -> NOT_IN_CONTAINERS;
        };
    }

    @Override
    public Struck read(Sheet arguments) {
        var length = Attack.length(arguments, LENGTH);
        int most = 3650 * 86_400;
        int seconds = arguments.take(OFFSET.field(), Type.integer(-most, most)).orElse(86_400);
        if (seconds == 0) {
            arguments.wrong(
                    OFFSET.field(), "an offset of 0 leaves the clock as it is; give the seconds it is to be wrong by");
        }
        boolean block = arguments.look(BLOCK_NTP.field(), Type.bool()).orElse(false);
        String offset = (seconds < 0 ? "" : "+") + seconds + "s";
        return kind -> {
            boolean host = kind.equals("host");
            arguments.record(BLOCK_NTP.field(), BLOCK_NTP.field().ways().get(host ? 0 : 1));
            var strikes = new ArrayList<Strike>();
            if (host && block) {
                strikes.add(Strike.of(
                        "network/blackhole",
                        Draft.at(arguments.position())
                                .put("direction", "out")
                                .put("peers", Json.of(List.of(Json.of("any"))))
                                .put("peer-ports", Json.of(List.of(Json.of("123"))))
                                .put("protocol", "udp"),
                        length));
            }
            Draft how = Draft.at(arguments.position()).put("offset", offset);
            if (host) {
                how.put("acknowledge", "the clock of this host will jump");
            }
            strikes.add(Strike.of(host ? "time/jump" : "time/skew", how, length));
            return strikes;
        };
    }
}
