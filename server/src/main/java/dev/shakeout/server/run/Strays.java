package dev.shakeout.server.run;

import dev.shakeout.server.store.StoredRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What is in the folder of this server of runs that another one has taken over, while nothing was heard of this one. */
record Strays(Workshop workshop) {

    /**
     * Each with the turn that it had here.
     *
     * @param others those that are known to be this server's
     */
    List<StoredRun> runs(List<StoredRun> others) {
        Set<Path> known = others.stream().map(workshop::folder).collect(Collectors.toSet());
        if (!Files.isDirectory(workshop.folder())) {
            return List.of();
        }
        try (var folders = Files.list(workshop.folder())) {
            return folders.filter(folder -> !known.contains(folder))
                    .flatMap(folder -> run(folder).stream())
                    .toList();
        } catch (IOException e) {
            workshop.trouble().accept(workshop.folder() + " cannot be read: " + e.getMessage());
            return List.of();
        }
    }

    private Optional<StoredRun> run(Path folder) {
        String[] name = folder.getFileName().toString().split("\\.", 2);
        return workshop.store()
                .read(work -> work.runs().find(name[0]))
                .map(run -> run.by(workshop.identity(), attempt(name)))
                .filter(run -> workshop.folder(run).equals(folder));
    }

    private static long attempt(String[] name) {
        try {
            return name.length == 1 ? 1 : Long.parseLong(name[1]);
        } catch (NumberFormatException _) {
            return 0; // it is none of ours
        }
    }
}
