package dev.shakeout.dialects.settings;

import dev.shakeout.dialects.Characters;
import dev.shakeout.dialects.WholeCharacters;
import dev.shakeout.dialects.Yaml11Scalars;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Position;
import dev.shakeout.model.Problem;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Present;
import org.snakeyaml.engine.v2.api.lowlevel.Serialize;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.Schema;

/**
 * YAML as PyYAML reads and writes it (version 1.1), for files that Chaos Toolkit reads too: yes, no, on and off are
 * booleans, 010 is eight. Keys are written in order, as there. Timestamps are kept as text.
 */
public final class Yaml11 {
    private static final Schema SCHEMA = new Schema() {
        @Override
        public ScalarResolver getScalarResolver() {
            return Yaml11Scalars::tag;
        }

        @Override
        public Map<Tag, ConstructNode> getSchemaTagConstructors() {
            return Map.of(); // values are made of the nodes themselves
        }
    };

    private Yaml11() {}

    /**
     * Reads one document.
     *
     * @return empty when there is nothing in it
     * @throws InvalidInput when it is not YAML, or too large to have been written by hand
     */
    public static Optional<Json> read(String file, String text) {
        var settings = LoadSettings.builder()
                .setSchema(SCHEMA)
                .setLabel(file)
                .setMaxAliasesForCollections(Yaml11Nodes.MOST)
                .build();
        try {
            return new Compose(settings)
                    .composeReader(new WholeCharacters(Characters.checked(file, text)))
                    .map(node -> new Yaml11Nodes(file).json(node, 0))
                    .filter(json -> json != Json.Null.NULL);
        } catch (MarkedYamlEngineException e) {
            throw new InvalidInput(e.getProblemMark()
                    .map(mark -> Problem.at(position(file, mark), words(e.getProblem())))
                    .orElseGet(() -> Problem.of(file + ": " + words(e.getProblem()))));
        } catch (YamlEngineException e) {
            throw new InvalidInput(Problem.of(file + ": " + words(String.valueOf(e.getMessage()))));
        }
    }

    static Position position(String file, Mark mark) {
        return new Position(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static String words(String problem) {
        return "not valid YAML: " + problem;
    }

    /** The same value as text, the keys in the order of their letters; it ends with a line break. */
    public static String write(Json json) {
        return written(json, Yaml11Nodes.node(json, true));
    }

    /** The same, but the keys in their own order. */
    public static String writeInOrder(Json json) {
        return written(json, Yaml11Nodes.node(json, false));
    }

    private static String written(Json json, Node node) {
        var settings = DumpSettings.builder()
                .setSchema(SCHEMA)
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setUseUnicodeEncoding(false)
                .setDereferenceAliases(true)
                .build();
        String text = new Present(settings)
                .emitToString(new Serialize(settings).serializeOne(node).iterator());
        boolean block = json instanceof Json.Obj || json instanceof Json.Arr;
        boolean quoted = text.startsWith("'") || text.startsWith("\"");
        return block || quoted ? text : text + "...\n"; // PyYAML ends a plain value so
    }
}
