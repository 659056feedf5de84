package dev.shakeout.cli;

import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks for the values of parameters; what their types do not take is asked for again. */
final class ParameterQuestions {
    private ParameterQuestions() {}

    /** What must be given; all else keeps its default. */
    static Map<String, Json> required(List<Parameter<?>> parameters, Questions questions) {
        var values = new LinkedHashMap<String, Json>();
        parameters.stream()
                .filter(Parameter::required)
                .forEach(parameter -> values.put(parameter.name(), ask(parameter, questions)));
        return values;
    }

    private static Json ask(Parameter<?> parameter, Questions questions) {
        return questions.value(
                "Argument's value for '" + parameter.name() + "' ("
                        + parameter.type().allowed() + ")",
                Optional.empty(),
                answer -> TypedAnswer.of(answer, parameter.type()));
    }

    /** By what a target is known: at least one criterion, where there are any. */
    static Map<String, Json> criteria(List<Parameter<?>> parameters, Questions questions) {
        while (true) {
            var values = new LinkedHashMap<String, Json>();
            for (Parameter<?> parameter : parameters) {
                criterion(parameter, questions).ifPresent(value -> values.put(parameter.name(), value));
            }
            if (parameters.isEmpty() || !values.isEmpty()) {
                return values;
            }
            questions.complain("Error: at least one of these must be given");
        }
    }

    private static Optional<Json> criterion(Parameter<?> parameter, Questions questions) {
        return questions.value(
                "Target's " + parameter.name() + " (" + parameter.type().allowed()
                        + (parameter.required() ? ")" : "; nothing for any)"),
                parameter.required() ? Optional.empty() : Optional.of(""),
                answer -> answer.isEmpty() ? Optional.empty() : Optional.of(TypedAnswer.of(answer, parameter.type())));
    }
}
