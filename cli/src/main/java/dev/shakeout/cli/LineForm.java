package dev.shakeout.cli;

import dev.shakeout.model.Json;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** How a line is written. */
@FunctionalInterface
interface LineForm {
    /** The words alone. */
    LineForm BARE = LogLine::words;

    /** One JSON object on one line, with the keys that collectors of logs look for. */
    LineForm SERVICE = line -> with(
                    line.about(),
                    "time",
                    line.at().toString(),
                    "level",
                    line.level().word(),
                    "message",
                    line.words())
            .compact();

    String of(LogLine line);

    /** With time and level before it, as Chaos Toolkit's log has them: [2026-01-31 12:00:00.123 INFO] words. */
    static LineForm stamped(ZoneId zone) {
        var time = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT)
                .withZone(zone);
        return line -> "[" + time.format(line.at()) + " " + line.level() + "] "
                + line.words().replace("\n", "\n    ");
    }

    /**
     * One JSON object on one line; the keys are those that Chaos Toolkit writes with --log-format json.
     *
     * @param context the same in every line of one command
     */
    static LineForm json(String context, long pid, ZoneId zone) {
        var time = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss,SSS", Locale.ROOT)
                .withZone(zone);
        return line -> with(
                        line.about(),
                        "context_id",
                        context,
                        "process",
                        pid,
                        "asctime",
                        time.format(line.at()),
                        "levelname",
                        line.level().name(),
                        "message",
                        line.words(),
                        "timestamp",
                        line.at().toString())
                .compact();
    }

    private static Json.Obj with(Map<String, String> about, Object... keysAndValues) {
        Json.Obj json = Json.object(keysAndValues);
        for (var field : about.entrySet()) {
            json = json.with(field.getKey(), Json.of(field.getValue()));
        }
        return json;
    }
}
