package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.Fields;
import dev.shakeout.dialects.Inputs;
import dev.shakeout.dialects.Name;
import dev.shakeout.dialects.Problems;
import dev.shakeout.dialects.Tree;
import dev.shakeout.model.Json;
import dev.shakeout.model.Nearest;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks at every control of an experiment (chaoslib/control/__init__.py). Nothing of them is kept: the user's own Python
 * gets the document as it is written, and finds them there. By Chaos Toolkit's rules even a reference has a name and a
 * provider of its own, and a provider of another type than python is one that does nothing.
 */
final class ControlReader {
    static final String PYTHON = "python";
    static final Parameter<String> NAME =
            Parameter.required("name", Name.TYPE, "What other places refer to it by, and messages call it.");
    static final Parameter<String> SCOPE = Parameter.optional(
            "scope", Type.choice("before", "after"), "On which side of its owner it is called; on both unless given.");
    static final Parameter<Boolean> AUTOMATIC = Parameter.withDefault(
            "automatic", Type.bool(), true, "Whether it goes for everything below its owner too.");
    static final Parameter<String> TYPE =
            Parameter.required("type", Type.choice(PYTHON), "Controls are functions of your own Python.");
    static final Parameter<String> MODULE = Parameter.required(
            "module",
            Name.TYPE,
            "The module's full name; its functions are called before_…_control and after_…_control.");
    static final List<String> KEYS = List.of("name", "ref", "provider", "scope", "automatic");
    static final List<String> PROVIDER_KEYS = List.of("type", "module", "arguments", "secrets");

    private final boolean ours;
    private final Inputs.Checks checks;
    private final Problems problems;
    private final Set<String> names = new LinkedHashSet<>();
    private final List<Tree> references = new ArrayList<>();

    ControlReader(Inputs inputs, Problems problems) {
        this.ours = inputs.rules().ours();
        this.checks = inputs.checks();
        this.problems = problems;
    }

    /** @param owner the experiment, its hypothesis, or an activity */
    void read(Fields owner) {
        for (Tree item : owner.items("controls")) {
            Fields.of(item, named(item), problems).ifPresent(this::control);
        }
    }

    private static String named(Tree control) {
        return control.json() instanceof Json.Obj written
                ? written.get("name")
                        .map(name -> "the control '" + name.text() + "'")
                        .orElse("a control")
                : "a control";
    }

    private void control(Fields control) {
        control.allow(KEYS);
        var reference = control.find("ref");
        boolean bare = ours && reference.isPresent();
        reference.ifPresent(references::add);
        var name = bare ? control.find(NAME) : control.require(NAME);
        if (reference.isEmpty()) {
            name.ifPresent(names::add);
        }
        control.find("scope")
                .ifPresent(scope -> problems.explain(scope.position(), () -> "; it belongs to " + control.what()));
        control.find(SCOPE);
        if (ours) {
            control.find(AUTOMATIC);
        }
        var provider = bare ? control.find("provider") : control.require("provider");
        provider.flatMap(tree -> Fields.of(tree, "the provider of " + control.what(), problems))
                .ifPresent(fields -> provider(fields, control, reference.isPresent()));
    }

    private void provider(Fields provider, Fields control, boolean reference) {
        provider.allow(PROVIDER_KEYS);
        var type = ours && !reference ? provider.require(TYPE) : provider.require("type", Name.TYPE);
        if (type.filter(PYTHON::equals).isEmpty()) {
            return;
        }
        var module = provider.require(MODULE);
        provider.object("arguments");
        if (module.isPresent()) {
            checks.complaint(control.tree().json()).ifPresent(words -> problems.at(provider.position(), words));
        }
    }

    /** Once all controls are read. */
    void checkReferences() {
        for (Tree reference : references) {
            String name = reference.json().text();
            if (!names.contains(name)) {
                problems.at(
                        reference.position(),
                        "ref: no control is named '" + name + "'" + Nearest.suggestion(name, names));
            }
        }
    }
}
