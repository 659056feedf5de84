package dev.shakeout.cli.foreign;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.TreeReader;
import dev.shakeout.dialects.foreign.Choices;
import dev.shakeout.dialects.foreign.Dialects;
import dev.shakeout.dialects.foreign.Foreign;
import dev.shakeout.dialects.foreign.TargetMap;
import dev.shakeout.dialects.foreign.TargetMapReader;
import dev.shakeout.dialects.foreign.Translated;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file of another tool, with the file of our own that must do the same.
 *
 * @param dialect by the name of its folder
 */
record CorpusFile(String dialect, Path path) {
    private static final Path CORPORA =
            Path.of(System.getProperty("shakeout.home", ".."), "dialects/src/test/resources");

    static List<CorpusFile> all() {
        var all = new ArrayList<CorpusFile>();
        for (Foreign dialect : Dialects.ALL) {
            try (Stream<Path> files = Files.list(CORPORA.resolve(dialect.name()))) {
                files.filter(file -> file.toString().endsWith(".yaml"))
                        .sorted()
                        .forEach(file -> all.add(new CorpusFile(dialect.name(), file)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all;
    }

    private Path map() {
        return path.resolveSibling(path.getFileName().toString().replace(".yaml", ".map"));
    }

    /** Whether a target map lies beside it. */
    boolean isMapped() {
        return Files.exists(map());
    }

    /** What it is in our format; nothing of what is refused. By the map beside it, if there is one. */
    List<Json.Obj> translated() {
        return translated(isMapped() ? TargetMapReader.read("map.yaml", text(map())) : TargetMap.NONE);
    }

    List<Json.Obj> translated(TargetMap map) {
        return Dialects.translate(
                        TreeReader.readAll(path.toString(), text(path), TreeReader.Form.YAML),
                        new Choices(map, Choices.DEFAULT.openEnd()))
                .stream()
                .map(Translated::document)
                .flatMap(java.util.Optional::stream)
                .map(tree -> (Json.Obj) tree.json())
                .toList();
    }

    /** The same as our own files say it, each in the text beside it. */
    List<Json.Obj> ours() {
        Path file = path.resolveSibling("expected").resolve(path.getFileName());
        return TreeReader.readAll(file.toString(), text(file), TreeReader.Form.YAML).stream()
                .map(Tree::json)
                .filter(Json.Obj.class::isInstance)
                .map(Json.Obj.class::cast)
                .toList();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return dialect + "/" + path.getFileName().toString().replace(".yaml", "");
    }
}
