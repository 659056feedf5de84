package dev.shakeout.dialects.gremlin;

import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One kind of attack: what its arguments mean. */
interface Attack {
    /** As in infraCommandType: Packet_Loss. */
    String name();

    /** What it becomes, in a sentence or two for its page. */
    String introduction();

    List<Option> options();

    /** What becomes of the attack as a whole, by what it hits. */
    Field whole();

    /**
     * @param kind of target of ours: host, container, pod, or process for what a target map names
     * @return what becomes of the whole on this kind; all but the not supported are followed by what it strikes
     */
    default Fidelity on(String kind) {
        return whole().ways().getFirst();
    }

    /** Reads the arguments, once for all kinds. */
    Struck read(Sheet arguments);

    /** What has been read. */
    interface Struck {
        List<Strike> on(String kind);
    }

    default List<Field> fields() {
        var fields = new ArrayList<>(List.of(whole()));
        options().forEach(option -> fields.add(option.field()));
        return fields;
    }

    /** Its path in tables. */
    static Field whole(String name, String as) {
        return Field.kept("infraCommandType: " + name, as);
    }

    static Option length(String attack) {
        return Option.value(attack, "duration; 60 s if not given", "--length", "-l");
    }

    static Duration length(Sheet arguments, Option length) {
        return arguments
                .take(length.field(), Type.integer(1, 31_536_000))
                .map(Duration::ofSeconds)
                .orElse(Duration.ofSeconds(60));
    }

    static boolean flag(Sheet arguments, Option option) {
        return arguments.take(option.field(), Type.bool()).orElse(false);
    }
}
