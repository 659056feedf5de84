package dev.shakeout.dialects.foreign;

import dev.shakeout.dialects.Filled;
import dev.shakeout.dialects.Problems;
import dev.shakeout.dialects.Tree;
import dev.shakeout.model.Json;
import dev.shakeout.model.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * An experiment of ours on its way into another tool's format: what has a like in none of them is written down here, the rest
 * is for the dialect.
 *
 * @param metadata as both tools have it
 * @param hypothesis its probes
 * @param guards the items of halt-when
 */
public record Ours(
        Recorder recorder,
        Position position,
        Json.Obj metadata,
        List<Act> hypothesis,
        Optional<Sheet> runtime,
        Acts method,
        List<Sheet> guards) {
    static final Fidelity.NotSupported NO_LIKE = new Fidelity.NotSupported(
            "it has no like there; leave it out if the rest is worth having, or run the experiment with Shakeout");
    private static final Field REST = new Field("", List.of(NO_LIKE));
    private static final Fidelity.Kept FOR_READERS = new Fidelity.Kept("nothing: it is for a reader");
    private static final Field CONTROLS = Field.notSupported("controls", "no Python is called there; leave it out");
    private static final Field HYPOTHESIS = Field.kept("steady-state-hypothesis", "probes");
    private static final Field HYPOTHESIS_TITLE = new Field("steady-state-hypothesis.title", List.of(FOR_READERS));
    private static final Field HYPOTHESIS_CONTROLS = CONTROLS.under("steady-state-hypothesis.");
    private static final Field PROBES = Field.kept("steady-state-hypothesis.probes[]", "probes");
    private static final Field METHOD = Field.kept("method", "what is done");
    private static final Field ROLLBACKS = Field.kept("rollbacks", "nothing: there are none")
            .or(
                    new Fidelity.NotSupported(
                            "nothing is called at the end there, besides that faults are taken back; leave it out, and do it by hand"));
    private static final Field CONFIGURATION = Field.kept("configuration", "the values, where they are used");
    private static final Field UNKNOWN = Field.notSupported(
            "configuration[]",
            "what it stands for is known only when a run begins; write the value, or give it by --var");
    private static final Field SECRETS =
            Field.kept("secrets", "nothing: a place that uses one is refused, as its manifest would show it");
    private static final Field SECRET = Field.notSupported(
            "secrets[][]",
            "the manifest would show a secret; write another value, and have the cluster keep the secret");
    private static final Field DRY = Field.kept("dry", "nothing: all is done")
            .or(new Fidelity.NotSupported("nothing is merely pretended there; leave it out"));
    private static final Field LINKS = Field.kept("links", "nothing: a fault on a link is refused where it stands");
    private static final Field RUNTIME = Field.kept("runtime", "when the hypothesis is looked at");
    private static final Field ROLLBACK_STRATEGY = Field.kept("runtime.rollbacks", "nothing: there are none");
    private static final Field SAFETY = Field.kept("safety", "halt conditions");
    private static final Field RADIUS = Field.notSupported(
            "safety.blast-radius",
            "how much may be hit at most is not looked at there; leave it out where modes and values are limits enough");
    private static final Field LEASE = Field.approximated(
            "safety.lease", "nothing: the tool's own controller takes a fault back when its time is over");
    private static final Field WATCHED = Field.kept("safety.probes", "the probes that halt-when names");
    static final Field GUARDS = Field.kept("safety.halt-when[]", "halt conditions");
    private static final List<Field> UNSAID = Stream.of(
                    Field.kept("version", "nothing: it is not looked at here either"),
                    Field.kept("contributions", "nothing: it is not looked at here either"),
                    Field.kept("$schema", "nothing: it is for editors"),
                    Field.kept("extensions", "nothing: they are other tools' data"))
            .toList();

    /** What every dialect takes alike, in the order of a page. */
    public static List<Field> fields() {
        var fields = new ArrayList<>(Names.fields());
        fields.addAll(UNSAID);
        fields.addAll(List.of(
                CONFIGURATION,
                UNKNOWN,
                SECRETS,
                SECRET,
                CONTROLS,
                DRY,
                LINKS,
                ROLLBACKS,
                HYPOTHESIS_TITLE,
                HYPOTHESIS_CONTROLS,
                ROLLBACK_STRATEGY,
                RADIUS,
                LEASE,
                WATCHED));
        fields.addAll(Watched.fields());
        fields.addAll(Act.fields());
        fields.add(new Field("anything else", List.of(NO_LIKE)));
        return fields;
    }

    /** @param origins what an activity is written from there, if it is a fault that can be */
    public static Ours read(Filled experiment, Function<Act, Optional<Origin>> origins) {
        var recorder = new Recorder("the experiment", new Problems());
        Tree.Obj document = experiment.document();
        Sheet top = own(recorder, document, "");
        Json.Obj metadata = Names.metadata(top);
        UNSAID.forEach(top::record);
        List.of(CONFIGURATION, SECRETS, CONTROLS, LINKS).forEach(top::record);
        top.record(ROLLBACKS, ROLLBACKS.ways().get(top.items(ROLLBACKS).isEmpty() ? 0 : 1));
        dry(top, DRY);
        unsayable(document, experiment, recorder);
        var referable = new Referable(document);
        List<Act> hypothesis = inner(top, HYPOTHESIS)
                .map(sheet -> hypothesis(sheet, referable))
                .orElse(List.of());
        Optional<Sheet> runtime = inner(top, RUNTIME);
        runtime.ifPresent(sheet -> sheet.record(ROLLBACK_STRATEGY));
        Acts method = Acts.read(top.items(METHOD), referable, recorder, origins);
        recorder.of("the experiment");
        List<Sheet> guards = inner(top, SAFETY).map(sheet -> guards(sheet)).orElse(List.of());
        return new Ours(recorder, document.position(), metadata, hypothesis, runtime, method, guards);
    }

    /** One whose keys are those of ours. */
    static Sheet own(Recorder recorder, Tree.Obj tree, String path) {
        return recorder.sheet(tree, recorder.object(), REST.under(path));
    }

    /** An object in another one of ours. */
    public static Optional<Sheet> inner(Sheet sheet, Field field) {
        return sheet.look(field)
                .filter(Tree.Obj.class::isInstance)
                .map(tree -> own(sheet.recorder(), (Tree.Obj) tree, field.path() + "."));
    }

    /** The objects in a list of another one of ours, or the one that stands in its place. */
    public static List<Sheet> inners(Sheet sheet, Field field, String path) {
        List<Tree> items = sheet.look(field)
                .map(value -> value instanceof Tree.Arr list ? list.items() : List.of(value))
                .orElse(List.of());
        return items.stream()
                .filter(Tree.Obj.class::isInstance)
                .map(tree -> own(sheet.recorder(), (Tree.Obj) tree, path))
                .toList();
    }

    /**
     * Each of the criteria of a target of ours that has several, with the criteria beside them.
     *
     * @param told keys that whoever calls this tells of the target itself
     */
    public static List<Sheet> eachOf(Sheet target, String path, String... told) {
        return Union.criteria(target.tree(), List.of(told)).stream()
                .map(each -> own(target.recorder(), each, path))
                .toList();
    }

    static void dry(Sheet sheet, Field field) {
        sheet.look(field).ifPresent(value -> {
            boolean nothing = List.of("nothing", "false").contains(value.json().text());
            sheet.record(field, field.ways().get(nothing ? 0 : 1));
        });
    }

    private static List<Act> hypothesis(Sheet sheet, Referable referable) {
        List.of(HYPOTHESIS_TITLE, HYPOTHESIS_CONTROLS).forEach(sheet::record);
        var acts = new ArrayList<Act>();
        for (Tree item : sheet.items(PROBES)) {
            acts.add(Act.read(referable.of(item), "steady-state-hypothesis.probes[].", sheet.recorder()));
        }
        sheet.recorder().of("the experiment");
        return acts;
    }

    private static List<Sheet> guards(Sheet safety) {
        List.of(RADIUS, LEASE, WATCHED).forEach(safety::record);
        var guards = new ArrayList<Sheet>();
        for (Tree item : safety.items(GUARDS)) {
            var guard = (Tree.Obj) item;
            safety.recorder().of("halt condition " + text(guard, "name"));
            guards.add(own(safety.recorder(), guard, GUARDS.path() + "."));
        }
        safety.recorder().of("the experiment");
        return guards;
    }

    private static void unsayable(Tree tree, Filled experiment, Recorder recorder) {
        switch (tree) {
            case Tree.Obj object ->
                object.members().values().forEach(member -> unsayable(member.value(), experiment, recorder));
            case Tree.Arr array -> array.items().forEach(item -> unsayable(item, experiment, recorder));
            case Tree.Scalar _ -> {
                for (Field field : List.of(SECRET, UNKNOWN)) {
                    var places = field.equals(SECRET) ? experiment.secrets() : experiment.unknown();
                    if (places.contains(tree.position())) {
                        recorder.add(tree.position(), field, field.usual());
                    }
                }
            }
        }
    }

    public static String text(Tree.Obj object, String key) {
        return object.get(key).map(member -> member.value().json().text()).orElse("");
    }
}
