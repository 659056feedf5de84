package dev.shakeout.cli;

import dev.shakeout.engine.Catalog;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** One of our own faults; what is asked for follows from its descriptor, and from those of its targets. */
record FaultOffer(Descriptor fault, Catalog catalog) implements Offer {
    private static final Type<?> DURATION = Type.duration(Duration.ofMillis(1), Duration.ofDays(7));

    @Override
    public String title() {
        return name() + ": " + fault.summary();
    }

    @Override
    public String name() {
        return fault.name();
    }

    @Override
    public String help() {
        return fault.summary();
    }

    @Override
    public boolean probe() {
        return false;
    }

    @Override
    public Json.Obj provider(Questions questions) {
        var provider = Json.object("type", "fault", "fault", name(), "target", target(questions));
        var arguments = ParameterQuestions.required(fault.parameters(), questions);
        if (!arguments.isEmpty()) {
            provider = provider.with("arguments", new Json.Obj(arguments));
        }
        return provider.with(
                "duration",
                questions.value("How long", Optional.of("30s"), answer -> TypedAnswer.of(answer, DURATION)));
    }

    private Json.Obj target(Questions questions) {
        List<String> kinds = List.copyOf(catalog.kinds(catalog.fault(name())));
        var choice = Type.choice(kinds.toArray(String[]::new));
        String kind = kinds.size() == 1
                ? kinds.getFirst()
                : questions.value(
                        "Kind of target (" + String.join(", ", kinds) + ")",
                        Optional.empty(),
                        answer -> choice.parse(Json.of(answer.strip())));
        var target = new LinkedHashMap<String, Json>();
        target.put("kind", Json.of(kind));
        var finder = Optional.ofNullable(catalog.vocabulary().targets().get(kind));
        target.putAll(
                ParameterQuestions.criteria(finder.map(Descriptor::parameters).orElse(List.of()), questions));
        return new Json.Obj(target);
    }
}
