package dev.shakeout.dialects;

import dev.shakeout.model.InvalidInput;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.core.JacksonException;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.dataformat.yaml.YAMLFactory;

/**
 * Reads JSON or YAML text into a {@link Tree}.
 *
 * <p>YAML is read as version 1.1, as Chaos Toolkit's reader reads it, so that a file means the same to both: yes, no, on
 * and off are booleans, 010 is eight, 1:30 is ninety, 1e3 is text, and a moment becomes text in ISO 8601 ({@link
 * ExperimentScalar}). Keys are text as they are written. Our own files are read as version 1.2 (core schema), where all of
 * these are text or plain numbers. Anchors, aliases and merge keys work, as long as the document stays small with every alias
 * written out.
 *
 * <p>A file may have 16 MB, a million values, a million characters in a text, and a hundred levels.
 */
public final class TreeReader {
    /** What is too long for us is refused by us, with its place and the limit. */
    private static final StreamReadConstraints NONE_OF_THE_PARSERS = StreamReadConstraints.builder()
            .maxStringLength(Integer.MAX_VALUE)
            .maxNameLength(Integer.MAX_VALUE)
            .maxNumberLength(Integer.MAX_VALUE)
            .build();

    private TreeReader() {}

    /** What a text is written in. */
    public enum Form {
        /** The ending of the name decides: .json, .yaml or .yml; any other name leaves it to the text. */
        BY_NAME,
        /** JSON when it starts with a brace or a bracket. */
        BY_TEXT,
        JSON,
        YAML
    }

    /** @throws InvalidInput when the text is malformed, empty, or gives a key twice */
    public static Tree read(String file, String text) {
        return read(file, text, Form.BY_NAME);
    }

    public static Tree read(String file, String text, Form form) {
        return read(file, text, form, Notation.YAML_1_1);
    }

    /** A file, or what a person types, that Chaos Toolkit never sees: 16:00 is no number in it. */
    public static Tree readOurs(String file, String text, Form form) {
        return read(file, text, form, Notation.YAML_1_2);
    }

    /**
     * Every document of a file: YAML may hold several, with --- between them. Empty ones are left out.
     *
     * @throws InvalidInput when there is none, besides what {@link #read} refuses
     */
    public static List<Tree> readAll(String file, String text, Form form) {
        return read(file, text, form, Notation.YAML_1_1, TreeBuilder::documents);
    }

    private static Tree read(String file, String text, Form form, Notation yaml) {
        return read(file, text, form, yaml, TreeBuilder::document);
    }

    private static <T> T read(String file, String text, Form form, Notation yaml, Function<TreeBuilder, T> result) {
        String document = Characters.checked(file, text);
        boolean json = switch (form) {
            case BY_NAME -> isJson(file, document);
            case BY_TEXT -> isJson("", document);
            case JSON -> true;
            case YAML -> false;
        };
        return json
                ? build(json(), file, document, Notation.JSON, result)
                : build(yaml(), file, document, yaml, result);
    }

    private static <T> T build(
            TokenStreamFactory factory, String file, String text, Notation notation, Function<TreeBuilder, T> result) {
        try (var parser = factory.createParser(ObjectReadContext.empty(), new WholeCharacters(text))) {
            return result.apply(new TreeBuilder(parser, file, text, notation));
        } catch (JacksonException e) {
            throw new InvalidInput(
                    Malformed.problem(e, file, notation == Notation.JSON ? ParserWords.JSON : ParserWords.YAML));
        }
    }

    private static JsonFactory json() {
        return JsonFactory.builder().streamReadConstraints(NONE_OF_THE_PARSERS).build();
    }

    private static YAMLFactory yaml() {
        var settings = LoadSettings.builder().setCodePointLimit(Characters.MOST).build();
        return YAMLFactory.builder()
                .loadSettings(settings)
                .streamReadConstraints(NONE_OF_THE_PARSERS)
                .disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION) // told by us, with the first one's place
                .build();
    }

    private static boolean isJson(String file, String text) {
        String name = file.toLowerCase(Locale.ROOT);
        if (name.endsWith(".json")) {
            return true;
        }
        if (name.endsWith(".yaml") || name.endsWith(".yml")) {
            return false;
        }
        String start = text.stripLeading();
        return start.startsWith("{") || start.startsWith("[");
    }
}
