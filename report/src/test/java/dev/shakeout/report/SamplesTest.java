package dev.shakeout.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Leaves a page of each kind in target/samples, for a person to look at. */
class SamplesTest {
    @Test
    void everyKindOfRunGivesAPageToLookAt() throws IOException {
        var folder = Files.createDirectories(Path.of("target", "samples"));
        for (var run : Runs.named().entrySet()) {
            Files.writeString(folder.resolve(run.getKey() + ".html"), HtmlReport.of(run.getValue()));
        }
        var index = HtmlReport.index(List.of(
                Entry.of(Runs.kill()),
                Entry.of(Runs.delayWithBreaker()),
                Entry.of(Runs.deviated()),
                Entry.of(StoppedRuns.unsafe())));
        Files.writeString(folder.resolve("index.html"), index);
        assertThat(folder).isDirectoryContaining("glob:**index.html");
    }
}
