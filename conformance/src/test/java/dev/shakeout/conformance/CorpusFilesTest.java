package dev.shakeout.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The corpus is in order: every case says what it covers and has its record, and no record tells where it was made. */
class CorpusFilesTest {
    private static final Pattern TOLD =
            Pattern.compile("T\\d\\d:\\d\\d:\\d\\d\\.\\d{6}\\+00:00|localhost:[2-9]\\d{3}|port=\\d{4}");

    private final List<Case> cases = Corpus.standard().cases();

    @Test
    void everyCaseSaysWhatItCovers() {
        assertThat(cases).allSatisfy(each -> assertThat(each.covers()).hasSizeGreaterThan(20));
        assertThat(cases).extracting(Case::covers).doesNotHaveDuplicates();
    }

    @Test
    void everyCaseHasARecordAndEveryRecordACase() throws IOException {
        assumeFalse(Boolean.getBoolean("record"), "the records are being made");
        try (Stream<Path> files = Files.list(Records.standard().folder())) {
            assertThat(files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()))
                    .isEqualTo(cases.stream().map(each -> each.name() + ".json").collect(Collectors.toSet()));
        }
    }

    @Test
    void noRecordTellsAPlaceOrATime() throws IOException {
        assumeFalse(Boolean.getBoolean("record"), "the records are being made");
        String host = InetAddress.getLocalHost().getHostName();
        for (Case each : cases) {
            String record = Files.readString(Records.standard().file(each));
            assertThat(record)
                    .as(each.name())
                    .doesNotContain(Corpus.home().toString(), host)
                    .doesNotContainPattern(TOLD);
        }
    }

    @Test
    void aCaseThatEndsWithoutAJournalSaysWhy() {
        assumeFalse(Boolean.getBoolean("record"), "the records are being made");

        assertThat(cases)
                .filteredOn(each -> {
                    JsonNode record =
                            Records.standard().read(each).orElseThrow().tree();
                    return record.path("exit").asInt() != 0
                            && record.path("journal").isString();
                })
                .allSatisfy(each -> assertThat(each.says()).as(each.name()).isNotEmpty());
    }

    @Test
    void everyDifferenceIsAboutACase() {
        assertThat(cases).extracting(Case::name).containsAll(Differences.meant().names());
    }

    @Test
    void theTextsAreThereToBeMutated() {
        assertThat(cases).filteredOn(each -> each.text().isPresent()).hasSizeGreaterThan(cases.size() * 9 / 10);
    }

    @Test
    void aMistypedKeyOfACaseIsRefused(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("experiment.yaml"), "description: something\n");
        Files.writeString(folder.resolve("case.yaml"), "option: [--dry]\n");

        assertThatThrownBy(() -> CaseReader.read(folder)).hasMessageContaining("unknown key option");
    }
}
