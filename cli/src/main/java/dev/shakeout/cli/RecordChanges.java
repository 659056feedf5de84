package dev.shakeout.cli;

import dev.shakeout.dialects.chaostoolkit.JournalWriter;
import dev.shakeout.dialects.chaostoolkit.RunRecords;
import dev.shakeout.engine.Controls.Part;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Journal.Ran;
import dev.shakeout.model.Journal.SteadyState;
import dev.shakeout.model.Json;
import dev.shakeout.model.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What controls have made of a run's records. A control may write anything into a record, so their changes are kept as
 * JSON and laid over the journal; our own member of it stays as it is.
 */
final class RecordChanges {
    private static final String OURS = "shakeout";

    private final Map<Key, Change> activities = new ConcurrentHashMap<>();
    private final Map<Part, Json> lists = new EnumMap<>(Part.class);
    /** A change for each check of a phase, in order. */
    private final Map<Phase, List<Change>> states = new EnumMap<>(Phase.class);

    private record Key(String name, Instant start) {
        static Key of(Ran ran) {
            return new Key(ran.name(), ran.start());
        }
    }

    /** The members that were set and those that were removed. */
    private record Change(Map<String, Json> set, Set<String> removed) {
        static final Change NONE = new Change(Map.of(), Set.of());

        static Change between(Json.Obj before, Json.Obj after) {
            var set = new LinkedHashMap<String, Json>();
            after.members().forEach((key, value) -> {
                if (!key.equals(OURS) && !value.equals(before.members().get(key))) {
                    set.put(key, value);
                }
            });
            var removed = new java.util.HashSet<>(before.members().keySet());
            removed.removeAll(after.members().keySet());
            removed.remove(OURS);
            return new Change(set, removed);
        }

        Json.Obj over(Json.Obj written) {
            var members = new LinkedHashMap<>(written.members());
            members.putAll(set);
            members.keySet().removeAll(removed);
            return new Json.Obj(members);
        }
    }

    void changed(Ran ran, Json.Obj before, Json.Obj after) {
        activities.put(Key.of(ran), Change.between(before, after));
    }

    synchronized void changed(Part part, Json after) {
        lists.put(part, after);
    }

    synchronized void unchanged(SteadyState state) {
        states.computeIfAbsent(state.phase(), _ -> new ArrayList<>()).add(Change.NONE);
    }

    synchronized void changed(SteadyState state, Json.Obj before, Json.Obj after) {
        states.computeIfAbsent(state.phase(), _ -> new ArrayList<>()).add(Change.between(before, after));
    }

    Json.Obj written(Ran ran) {
        return activities.getOrDefault(Key.of(ran), Change.NONE).over(RunRecords.write(ran));
    }

    Json written(List<Ran> runs) {
        return Json.of(runs.stream().map(this::written).toList());
    }

    Json.Obj written(SteadyState state) {
        return RunRecords.write(state).with("probes", written(state.probes()));
    }

    synchronized Json.Obj written(Journal journal) {
        return JournalWriter.json(journal)
                .with("steady_states", steadyStates(journal))
                .with("run", lists.getOrDefault(Part.METHOD, written(journal.run())))
                .with("rollbacks", lists.getOrDefault(Part.ROLLBACKS, written(journal.rollbacks())));
    }

    private Json.Obj steadyStates(Journal journal) {
        return Json.object(
                "before", last(journal, Phase.BEFORE),
                "after", last(journal, Phase.AFTER),
                "during", Json.of(all(journal, Phase.DURING)));
    }

    private Json last(Journal journal, Phase phase) {
        List<Json.Obj> all = all(journal, phase);
        return all.isEmpty() ? Json.Null.NULL : all.getLast();
    }

    private List<Json.Obj> all(Journal journal, Phase phase) {
        List<Change> changes = states.getOrDefault(phase, List.of());
        var written = new ArrayList<Json.Obj>();
        for (SteadyState state : journal.steadyStates()) {
            if (state.phase() == phase) {
                Change change = written.size() < changes.size() ? changes.get(written.size()) : Change.NONE;
                written.add(change.over(written(state)));
            }
        }
        return written;
    }
}
