package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.cli.Shakeout.Ended;
import dev.shakeout.dialects.JsonReader;
import dev.shakeout.engine.Catalog;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The doctor looks at every fault and says why what does not work does not. */
class DoctorTest {
    @Test
    void everyInstalledFaultHasItsRungsAndWhatIsMissingHasAReason(@TempDir Path work) throws IOException {
        Ended ended = new Shakeout(work).run("doctor", "--json");

        assertThat(ended.status()).isZero();
        List<Json.Obj> rows = ((Json.Arr) JsonReader.read("doctor", ended.out()))
                .items().stream().map(row -> (Json.Obj) row).toList();
        assertThat(rows)
                .extracting(row -> row.members().get("fault").text())
                .containsAll(Catalog.installed().faults().keySet());
        assertThat(rows).allSatisfy(row -> {
            boolean works = row.members().get("works").equals(Json.of(true));
            assertThat(row.members().get("missing").text().isEmpty()).isEqualTo(works);
        });
        assertThat(new Shakeout(work).home()).as("nothing is left behind").doesNotExist();
    }
}
