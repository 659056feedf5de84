package dev.shakeout.cli;

import dev.shakeout.dialects.foreign.Choices;
import dev.shakeout.dialects.foreign.TargetMap;
import dev.shakeout.dialects.foreign.TargetMapReader;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Problem;
import dev.shakeout.model.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * What a person decides of files that are written for another tool.
 *
 * @param strict whether what is only approximated is refused
 */
record ForeignArguments(Choices choices, boolean strict) {
    private static final String TARGET_MAP = "--target-map";
    private static final String OPEN_END = "--open-end";
    private static final String STRICT = "--strict";
    private static final Type<Duration> SPAN = Type.duration(Duration.ofMillis(100), Duration.ofDays(1));

    static void describe(CommandSpec spec) {
        spec.addOption(Options.path(
                TARGET_MAP,
                "FILE",
                "Which processes or containers stand for the pods of another tool's file, where there is no"
                        + " Kubernetes."));
        spec.addOption(Options.value(
                OPEN_END,
                "TIME",
                "How long a fault stays on of which another tool's file says no end; 1m unless given."));
        spec.addOption(
                Options.flag(STRICT, "Refuse another tool's file when anything in it can only be approximated."));
    }

    /** @throws InvalidInput an option is wrong, or the target map */
    static ForeignArguments read(ParseResult given) {
        Path map = given.matchedOptionValue(TARGET_MAP, (Path) null);
        String end = given.matchedOptionValue(OPEN_END, (String) null);
        return new ForeignArguments(
                new Choices(
                        map == null ? TargetMap.NONE : TargetMapReader.read(map.toString(), Source.text(map)),
                        Optional.ofNullable(end).map(ForeignArguments::span)),
                given.matchedOptionValue(STRICT, false));
    }

    private static Duration span(String text) {
        try {
            return SPAN.parse(Json.of(text));
        } catch (BadValue e) {
            throw new InvalidInput(Problem.of(OPEN_END + " " + text + ": " + e.getMessage()));
        }
    }
}
