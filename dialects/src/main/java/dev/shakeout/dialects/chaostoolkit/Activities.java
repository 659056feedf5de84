package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.Fields;
import dev.shakeout.dialects.Name;
import dev.shakeout.dialects.Problems;
import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.chaostoolkit.ActivityReader.Section;
import dev.shakeout.model.Activity;
import dev.shakeout.model.Json;
import dev.shakeout.model.Nearest;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Position;
import dev.shakeout.model.Provider;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** All activities of an experiment: their names are unique, and the method may name one again by {@code ref}. */
final class Activities {
    static final Parameter<String> REF =
            Parameter.required("ref", Name.TYPE, "The name of an activity that is done again here.");
    static final List<String> REF_KEYS = List.of("ref", "background", "after", "if");

    private final ActivityReader reader;
    private final Substitution substitution;
    private final Problems problems;

    /** In the order of the sections; also names of activities that are wrong otherwise, lest a ref be called unknown. */
    private final Map<String, List<Position>> names = new LinkedHashMap<>();

    private final Map<String, Activity> referable = new LinkedHashMap<>();
    private final Map<String, Integer> repeats = new HashMap<>();
    private int reads;

    Activities(ActivityReader reader, Substitution substitution, Problems problems) {
        this.reader = reader;
        this.substitution = substitution;
        this.problems = problems;
    }

    /** How many activities were read so far, so that what was made of all of them need not be made again. */
    int reads() {
        return reads;
    }

    /** What a halt condition may watch. */
    Map<String, Activity> referable() {
        return referable;
    }

    Set<String> names() {
        return names.keySet();
    }

    List<Activity.Probe> hypothesis(List<Tree> items) {
        return plain(items, Section.HYPOTHESIS).stream()
                .map(Activity.Probe.class::cast)
                .toList();
    }

    /**
     * By Chaos Toolkit's rules an item may name a probe of the method, and brings the tolerance.
     *
     * @param method not read yet
     */
    List<Activity.Probe> hypothesis(List<Tree> items, List<Tree> method) {
        var candidates = Stream.concat(items.stream(), method.stream()).toList();
        return items.stream()
                .flatMap(item ->
                        item instanceof Tree.Obj object && object.get("ref").isPresent()
                                ? held(object, candidates).stream()
                                : hypothesis(List.of(item)).stream())
                .toList();
    }

    private Optional<Activity.Probe> held(Tree.Obj item, List<Tree> candidates) {
        var fields = new Fields(item, "an activity", problems);
        var name = fields.require(REF);
        var tolerance = fields.require("tolerance");
        if (name.isEmpty() || tolerance.isEmpty()) {
            return Optional.empty();
        }
        for (Tree candidate : candidates) {
            if (candidate instanceof Tree.Obj named && isNamed(named, name.get())) {
                var members = new LinkedHashMap<>(named.members());
                members.put("tolerance", new Tree.Member(fields.positionOf("tolerance"), tolerance.get()));
                return Fields.of(new Tree.Obj(named.position(), members), "an activity", problems)
                        .flatMap(whole -> reader.read(whole, Section.HYPOTHESIS))
                        .map(Activity.Probe.class::cast)
                        .map(probe -> probe.with(probe.written().withSource(named.json())));
            }
        }
        problems.at(fields.positionOf("ref"), "ref: no activity is named '" + name.get() + "'");
        return Optional.empty();
    }

    private static boolean isNamed(Tree.Obj activity, String name) {
        return activity.get("name")
                .filter(member -> member.value().json().equals(Json.of(name)))
                .isPresent();
    }

    List<Activity> rollbacks(List<Tree> items) {
        return plain(items, Section.ROLLBACKS);
    }

    /** Probes that only halt conditions read; they may stand in a list of their own. */
    void watched(List<Tree> items) {
        items.forEach(item -> watched(item, "a probe of 'safety'"));
    }

    /** One more probe that is written out for a halt condition. */
    Optional<Activity.Probe> watched(Tree item, String what) {
        return Fields.of(item, what, problems)
                .flatMap(fields -> read(fields, Section.WATCHED))
                .map(Activity.Probe.class::cast);
    }

    /** To be read after the hypothesis, whose probes it may name. */
    List<Activity> method(List<Tree> items) {
        record Entry(Optional<Activity> activity, Optional<Tree> ref, Fields fields) {}
        var entries = new ArrayList<Entry>();
        for (Tree item : items) {
            Fields.of(item, "an activity", problems).ifPresent(fields -> {
                var ref = fields.find("ref");
                if (ref.isPresent()) {
                    fields.allow(REF_KEYS);
                    if (!problems.rules().ours()) {
                        CueReader.refuse(fields, false, problems);
                    }
                }
                entries.add(new Entry(ref.isPresent() ? Optional.empty() : read(fields, Section.METHOD), ref, fields));
            });
        }
        var read = new ArrayList<CueReader.Read>();
        for (var entry : entries) {
            var activity = entry.activity().or(() -> entry.ref().flatMap(ref -> referred(ref, entry.fields())));
            read.add(new CueReader.Read(entry.fields(), activity));
        }
        return CueReader.cued(read, reader, substitution, problems);
    }

    void refuseDuplicates() {
        names.forEach((name, positions) -> {
            if (positions.size() == 1) {
                return;
            }
            var inOrder = positions.stream().sorted().toList();
            for (var position : inOrder.subList(1, inOrder.size())) {
                problems.at(
                        position,
                        "the name '" + name + "' is taken by the activity at " + inOrder.getFirst()
                                + "; every activity needs a name of its own");
            }
        });
    }

    private List<Activity> plain(List<Tree> items, Section section) {
        var activities = new ArrayList<Activity>();
        for (Tree item : items) {
            Fields.of(item, "an activity", problems).ifPresent(fields -> {
                var ref = fields.find("ref");
                if (ref.isEmpty()) {
                    read(fields, section).ifPresent(activities::add);
                } else if (section == Section.ROLLBACKS) {
                    fields.allow(REF_KEYS);
                    CueReader.refuse(fields, problems.rules().ours(), problems);
                    referred(ref.get(), fields)
                            .filter(activity -> isNoFault(activity, ref.get()))
                            .ifPresent(activities::add);
                } else {
                    problems.at(
                            fields.positionOf("ref"),
                            "'ref' is allowed in the method and the rollbacks only; write the activity out");
                }
            });
        }
        return activities;
    }

    private boolean isNoFault(Activity activity, Tree ref) {
        boolean fault = activity.provider() instanceof Provider.FaultCall;
        if (fault) {
            problems.at(ref.position(), "a fault cannot be a rollback; faults are taken back by themselves");
        }
        return !fault;
    }

    private Optional<Activity> read(Fields fields, Section section) {
        fields.find("name")
                .ifPresent(name -> names.computeIfAbsent(name.json().text(), _ -> new ArrayList<>())
                        .add(name.position()));
        var activity = reader.read(fields, section);
        reads++;
        if (section != Section.ROLLBACKS) {
            activity.ifPresent(value -> referable.put(value.name(), value));
        }
        return activity;
    }

    /** Whether it runs in the background is said where it is referred to. */
    private Optional<Activity> referred(Tree ref, Fields fields) {
        var name = problems.parse(ref, Name.TYPE, "ref");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        var activity = Optional.ofNullable(referable.get(name.get()));
        if (activity.isEmpty() && !names.containsKey(name.get())) {
            problems.at(
                    ref.position(),
                    "ref: no activity of the hypothesis or the method is named '" + name.get() + "'"
                            + Nearest.suggestion(name.get(), names.keySet()));
        }
        boolean background = fields.get(ActivityReader.BACKGROUND);
        return activity.map(this::again).map(again -> again.with(again.written().inBackground(background)));
    }

    /** The same fault twice is two injections, so the second needs a name of its own; a probe is simply read again. */
    private Activity again(Activity activity) {
        if (!(activity instanceof Activity.Action action) || !(action.provider() instanceof Provider.FaultCall)) {
            return activity;
        }
        int count = repeats.merge(action.name(), 1, Integer::sum) + 1;
        while (names.containsKey(action.name() + " (" + count + ")")) {
            count = repeats.merge(action.name(), 1, Integer::sum) + 1;
        }
        return action.with(action.written().withName(action.name() + " (" + count + ")"));
    }
}
