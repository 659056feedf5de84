package dev.shakeout.cli;

import dev.shakeout.engine.Catalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A page for each fault, and a list of all, as they stand in docs/faults. */
final class FaultPages {
    private static final String LIST = "README.md";

    private FaultPages() {}

    /** The text of each file, by its name. */
    static Map<String, String> of(Catalog catalog) {
        var pages = catalog.faults().values().stream()
                .map(fault -> new FaultPage(fault, catalog))
                .toList();
        var texts = new TreeMap<String, String>();
        pages.forEach(page -> texts.put(page.file(), page.text()));
        texts.put(LIST, """
                # Faults

                Written by `shakeout faults --output docs/faults` from what each fault says of itself.

                | fault | what it does | targets |
                | --- | --- | --- |
                %s
                """.formatted(pages.stream().map(FaultPage::row).collect(Collectors.joining("\n"))));
        return texts;
    }

    static void write(Catalog catalog, Path folder) throws IOException {
        for (var page : of(catalog).entrySet()) {
            Path file = folder.resolve(page.getKey());
            Destination.check(file);
            Files.writeString(file, page.getValue());
        }
    }
}
