package dev.shakeout.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgementTest {
    private Case given;

    @BeforeEach
    void write(@TempDir Path folder) throws IOException {
        Path place = Files.createDirectory(folder.resolve("a-case"));
        Files.writeString(place.resolve("experiment.yaml"), "description: What it is about.\n");
        given = CaseReader.read(place);
    }

    private Judgement judgement(String expected, String actual) {
        return Judgement.of(given, Trees.json(expected), Trees.json(actual));
    }

    @Test
    void nothingIsToBeSaidOfOutcomesThatAgree() {
        assertThat(judgement("{\"exit\": 0}", "{\"exit\": 0}").complaint(Optional.empty()))
                .isEmpty();
    }

    @Test
    void aDifferenceIsToldWithItsPlaceAndWhatTheCaseIsAbout() {
        assertThat(judgement("{\"exit\": 0}", "{\"exit\": 1}").complaint(Optional.empty()))
                .hasValueSatisfying(
                        told -> assertThat(told).contains("a-case (What it is about.)", "exit\n", "0", "1"));
    }

    @Test
    void aDifferenceThatIsMeantIsFine() {
        assertThat(judgement("{\"exit\": 0}", "{\"exit\": 1}").complaint(Optional.of("safer")))
                .isEmpty();
    }

    @Test
    void aDifferenceThatIsMeantAndGoneIsTold() {
        assertThat(judgement("{\"exit\": 0}", "{\"exit\": 0}").complaint(Optional.of("safer")))
                .hasValueSatisfying(told -> assertThat(told).contains("take it out of the list", "safer"));
    }

    @Test
    void reasonsAreReadFromTheList(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("differences.yaml");
        Files.writeString(file, "# why\na-case: It is safer so.\n");

        assertThat(Differences.read(file).reason(given)).contains("It is safer so.");
        Files.writeString(file, "# nothing\n{}\n");
        assertThat(Differences.read(file).reason(given)).isEmpty();
    }
}
