package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Nearest;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Several chaos, one after the other and beside each other. */
final class Workflow implements Body {
    private static final Field ENTRY = Field.kept("spec.entry", "the activities that the method begins with");
    private static final Field TEMPLATES = Field.kept("spec.templates[]", "the activities");

    @Override
    public String name() {
        return "Workflow";
    }

    @Override
    public String introduction() {
        return "It becomes one method. How long most parts last is known beforehand, so each fault gets its moment:"
                + " what is serial follows, what is parallel runs in the background, `Suspend` is a pause, and a `deadline`"
                + " ends what is still on. Coming on and going take some moments more. A `StatusCheck` is a probe or a guard."
                + " A `Task` is the action `pod-run`; how long it takes nobody knows, so what comes after it waits for its end"
                + " by `after`, and what its branches decide has the condition in `if`. A `Schedule` is an activity for each"
                + " time until its deadline.";
    }

    @Override
    public List<Field> fields() {
        var fields = new ArrayList<>(List.of(ENTRY));
        fields.addAll(Template.fields());
        fields.addAll(Task.fields());
        fields.addAll(Repetition.fields());
        fields.addAll(StatusCheck.fields());
        return fields;
    }

    @Override
    public Plot plot(Sheet spec, Context context, String title) {
        var plot = new Plot();
        Optional<String> entry = spec.require(ENTRY, Type.text());
        spec.demand(TEMPLATES, "; it must be a list of templates");
        Map<String, Template> templates = templates(spec, title);
        entry.ifPresent(name -> {
            Template first = templates.get(name);
            if (first == null) {
                spec.wrong(ENTRY, missing(name, templates));
            } else {
                var course = new Course(plot, templates, context, spec.problems());
                course.place(first);
            }
        });
        templates.values().forEach(Template::leaveUnreached);
        return plot;
    }

    private static Map<String, Template> templates(Sheet spec, String title) {
        var templates = new LinkedHashMap<String, Template>();
        for (Tree item : spec.items(TEMPLATES)) {
            if (!(item instanceof Tree.Obj object)) {
                spec.problems().at(item.position(), "a template must be an object");
                continue;
            }
            Template.read(object, spec, title).ifPresent(template -> {
                if (templates.putIfAbsent(template.name(), template) != null) {
                    spec.problems()
                            .at(item.position(), "there are two templates with the name '" + template.name() + "'");
                }
            });
        }
        return templates;
    }

    static String missing(String name, Map<String, Template> templates) {
        return "there is no template '" + name + "'" + Nearest.suggestion(name, templates.keySet());
    }

    /** What is an alternative to be counted on nowhere. */
    static final Fidelity UNREACHED =
            new Fidelity.Kept("nothing: no way leads to this template from the entry, in Chaos Mesh neither");
}
