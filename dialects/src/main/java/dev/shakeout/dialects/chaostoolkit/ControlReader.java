package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.Fields;
import dev.shakeout.dialects.Inputs;
import dev.shakeout.dialects.Name;
import dev.shakeout.dialects.Problems;
import dev.shakeout.dialects.Tree;
import dev.shakeout.model.Json;
import dev.shakeout.model.Nearest;
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
    private static final String PYTHON = "python";
    private static final Type<String> SCOPE = Type.choice("before", "after");
    private static final Type<String> PROVIDER = Type.choice(PYTHON);

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
        control.allow("name", "ref", "provider", "scope", "automatic");
        var reference = control.find("ref");
        boolean bare = ours && reference.isPresent();
        reference.ifPresent(references::add);
        var name = bare ? control.find("name", Name.TYPE) : control.require("name", Name.TYPE);
        if (reference.isEmpty()) {
            name.ifPresent(names::add);
        }
        control.find("scope")
                .ifPresent(scope -> problems.explain(scope.position(), () -> "; it belongs to " + control.what()));
        control.find("scope", SCOPE);
        if (ours) {
            control.find("automatic", Type.bool());
        }
        var provider = bare ? control.find("provider") : control.require("provider");
        provider.flatMap(tree -> Fields.of(tree, "the provider of " + control.what(), problems))
                .ifPresent(fields -> provider(fields, control, reference.isPresent()));
    }

    private void provider(Fields provider, Fields control, boolean reference) {
        provider.allow("type", "module", "arguments", "secrets");
        var type = ours && !reference ? provider.require("type", PROVIDER) : provider.require("type", Name.TYPE);
        if (type.filter(PYTHON::equals).isEmpty()) {
            return;
        }
        var module = provider.require("module", Name.TYPE);
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
