package dev.shakeout.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What Chaos Toolkit did with each case, kept in files for machines that cannot install it.
 *
 * @param folder with a file for each case
 */
record Records(Path folder) {
    /**
     * One outcome.
     *
     * @param tool the version that it is from
     */
    record Entry(String tool, JsonNode tree) {}

    static Records standard() {
        return new Records(Corpus.resources().resolve("recorded"));
    }

    Path file(Case given) {
        return folder.resolve(given.name() + ".json");
    }

    Optional<Entry> read(Case given) {
        if (!Files.exists(file(given))) {
            return Optional.empty();
        }
        JsonNode read = Trees.json(file(given));
        String tool = read.path("tool").asString();
        ((ObjectNode) read).remove("tool");
        return Optional.of(new Entry(tool, read));
    }

    /** A record that says the same already is left alone, whatever version it is from. */
    void write(Case given, Entry entry) {
        if (read(given).map(Entry::tree).filter(entry.tree()::equals).isPresent()) {
            return;
        }
        ObjectNode written = Trees.object();
        written.put("tool", entry.tool());
        written.setAll((ObjectNode) entry.tree());
        try {
            Files.createDirectories(folder);
            Files.writeString(file(given), Trees.write(written));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
