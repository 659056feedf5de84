package dev.shakeout.faults.host;

import dev.shakeout.faults.host.dns.RecordType;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Nearest;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Types of records, such as A and AAAA, as a list or with commas between them. */
record RecordTypes() implements Type<List<RecordType>> {
    private static final List<String> NAMES =
            Arrays.stream(RecordType.values()).map(RecordType::name).toList();

    @Override
    public String name() {
        return "record types";
    }

    @Override
    public String allowed() {
        return "some of " + String.join(", ", NAMES);
    }

    @Override
    public List<RecordType> parse(Json json) {
        var types = new ArrayList<RecordType>();
        for (String text : Type.texts().parse(json)) {
            for (String name : text.split(",", -1)) {
                types.add(RecordType.named(name.strip())
                        .orElseThrow(() -> new BadValue("'" + name.strip() + "' is no type of records; must be "
                                + allowed() + Nearest.suggestion(name.strip(), NAMES))));
            }
        }
        if (types.isEmpty()) {
            throw new BadValue("an empty list names no type; must be " + allowed());
        }
        return types.stream().distinct().collect(Collectors.toUnmodifiableList());
    }

    @Override
    public Json.Obj schema() {
        return Type.texts().schema().with("examples", Json.of(List.of(Json.of("A"), Json.of("AAAA"))));
    }
}
