package dev.shakeout.dialects.policy;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.parser.CronParser;
import dev.shakeout.dialects.Name;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.List;

/** A cron expression of five fields. Loads its library only where a policy has one. */
record CronText() implements Type<String> {
    @Override
    public String name() {
        return "cron";
    }

    @Override
    public String allowed() {
        return "a cron expression of five fields: minute, hour, day of month, month, day of week";
    }

    @Override
    public Json.Obj schema() {
        return Name.TYPE.schema().with("examples", Json.of(List.of(Json.of("0 22 * * sat"))));
    }

    @Override
    public String parse(Json json) {
        String text = Name.TYPE.parse(json).strip();
        try {
            new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX))
                    .parse(text)
                    .validate();
            return text;
        } catch (IllegalArgumentException e) {
            throw new BadValue("'" + text + "' is not " + allowed() + " (" + e.getMessage() + ")");
        }
    }
}
