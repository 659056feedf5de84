package dev.shakeout.dialects.gremlin;

import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Sheet;
import java.util.List;
import java.util.stream.Stream;

/** What Gremlin's answers hold besides what was asked for. */
final class Bookkeeping {
    static final List<Field> ALL = Stream.of(
                    "guid",
                    "orgId",
                    "state",
                    "stage",
                    "stageLifecycle",
                    "createdAt",
                    "createdBy",
                    "updatedAt",
                    "updatedBy",
                    "startTime",
                    "endTime",
                    "createSource",
                    "createUser",
                    "tiers",
                    "version",
                    "thirdPartyPresets",
                    "branchId",
                    "externalIds")
            .map(key -> Field.kept(key, "nothing: it is Gremlin's bookkeeping"))
            .toList();

    private Bookkeeping() {}

    static void record(Sheet sheet) {
        ALL.forEach(sheet::record);
    }
}
