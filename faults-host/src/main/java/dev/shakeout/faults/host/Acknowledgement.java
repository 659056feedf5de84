package dev.shakeout.faults.host;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.util.Optional;

/** Words that a person must have written into the file, so that nobody breaks a whole host by mistake. */
record Acknowledgement(String words) implements Type<String> {
    static Parameter<String> parameter(String words) {
        return Parameter.required(
                "acknowledge", new Acknowledgement(words), "The words \"" + words + "\", so that it is no mistake.");
    }

    /** Why a fault must not be, if nobody has acknowledged it. */
    static Optional<String> missing(Parameter<String> parameter, Arguments arguments) {
        return arguments.find(parameter).isPresent()
                ? Optional.empty()
                : Optional.of("nobody has acknowledged it: it needs " + parameter.name() + ": "
                        + ((Acknowledgement) parameter.type()).words());
    }

    @Override
    public String name() {
        return "acknowledgement";
    }

    @Override
    public String allowed() {
        return "the words \"" + words + "\"";
    }

    @Override
    public String parse(Json json) {
        if (json instanceof Json.Str(String text) && text.equals(words)) {
            return words;
        }
        throw new BadValue("must be " + allowed() + ", as a sign that this is meant");
    }

    @Override
    public Json.Obj schema() {
        return Json.object("const", words);
    }
}
