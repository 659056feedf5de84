package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.model.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What runs find is kept by the command line; the server is real, and so is the command that carries them out. */
class FindingCommandsTest extends WithServer {
    /** Its method holds as long as the file says so. */
    private static final String EXPERIMENT = """
            title: The file says yes
            description: d
            method:
              - type: action
                name: look away
                provider: {type: process, path: "true"}
              - type: probe
                name: answer
                tolerance: 0
                provider: {type: process, path: test, arguments: ["-e", "%s"]}
            """;

    @Override
    List<String> carriesOut(Path folder) throws Exception {
        return really(folder);
    }

    private int run() {
        return as(
                        admin,
                        "run",
                        "answers",
                        "--environment",
                        "staging",
                        "--journal-path",
                        home.resolve("journal.json").toString())
                .status();
    }

    private Json.Obj only() {
        var page = (Json.Obj) JsonReader.read(said(admin, "findings", "list", "--json"));
        assertThat(Answered.objects(page, "items")).hasSize(1);
        return Answered.objects(page, "items").getFirst();
    }

    @Test
    void aFindingIsAcceptedFixedVerifiedAndFoundAgain() throws Exception {
        Path yes = home.resolve("yes");
        Path file = Files.writeString(home.resolve("answers.yaml"), EXPERIMENT.formatted(yes));
        said(admin, "experiments", "put", file.toString());
        assertThat(run()).as("deviated").isEqualTo(1);
        assertThat(run()).isEqualTo(1);

        String id = Answered.text(only(), "id");
        assertThat(said(admin, "findings", "list", "--environment", "staging", "--status", "open"))
                .contains(id + "  open", "'answer' does not hold during the method; answers in staging, 2 times");
        String[] gate = {"gate", "--environment", "staging"};
        assertThat(as(admin, gate).out()).contains("'The file says yes' ended deviated", "does not hold");

        assertSays(as(token("operator", ""), "findings", "accept", id, "--until", "30d"), 2, "why can it be lived");
        assertSays(
                as(token("operator", ""), "findings", "accept", id, "--until", "30d", "--reason", "x"),
                9,
                "needs the role approver");
        assertSays(as(admin, "findings", "accept", id, "--until", "2020-01-01", "--reason", "x"), 2, "is past already");
        assertThat(said(admin, "findings", "accept", id, "--until", "30d", "--reason", "one release"))
                .contains("accepted", "; until ");
        assertThat(said(admin, gate)).contains("is accepted until", "one release");

        assertThat(said(admin, "findings", "fix", id, "--owner", "payments", "--ticket", "https://t.example.org/7"))
                .contains(id + "  fixed", "; payments; https://t.example.org/7");
        assertThat(as(admin, gate).status()).as("a word alone mends nothing").isEqualTo(1);
        Files.writeString(yes, "");
        assertThat(run()).isZero();
        assertThat(said(admin, "findings", "list")).contains(id + "  verified");
        assertThat(said(admin, gate)).contains("passed just now");

        String today = LocalDate.now(ZoneOffset.UTC).toString();
        Path page = home.resolve("review.html");
        assertThat(said(admin, "review", "--from", today, "--to", today, "-o", page.toString()))
                .contains("3 runs: 2 deviated, 1 passed", "closed   'answer' does not hold", "verified");
        assertThat(Files.readString(page)).contains("Findings closed", "2 deviated, 1 passed");
        assertSays(as(admin, "review"), 2, "which time?");
        assertSays(as(admin, "review", "--from", "July", "--to", today), 2, "must be a day");

        Files.delete(yes);
        assertThat(run()).isEqualTo(1);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> Answered.text(only(), "status").equals("open"));
        assertThat(Answered.text(only(), "owner")).as("it still looks after it").isEqualTo("payments");
        assertSays(as(admin, "findings", "show", "nothing"), 2, "there is no finding with the id 'nothing'");
    }
}
