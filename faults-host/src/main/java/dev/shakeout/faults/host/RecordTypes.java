package dev.shakeout.faults.host;

import dev.shakeout.faults.host.dns.RecordType;
import dev.shakeout.model.Type;
import java.util.Arrays;
import java.util.List;

/** Types of records. */
final class RecordTypes {
    private static final List<String> NAMES =
            Arrays.stream(RecordType.values()).map(RecordType::name).toList();

    static final Type<List<RecordType>> TYPE = new Words<>(
            "record types",
            "some of " + String.join(", ", NAMES) + ", as a list or with commas between them",
            String.join("|", NAMES),
            NAMES,
            words -> words.stream().map(RecordType::valueOf).distinct().toList(),
            List.of("A", "A, AAAA"));

    private RecordTypes() {}
}
