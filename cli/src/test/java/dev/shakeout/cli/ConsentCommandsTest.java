package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.cli.Shakeout.Ended;
import dev.shakeout.engine.JsonReader;
import dev.shakeout.model.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** People let runs of a server begin by the command line; the server is real, and so is the command that carries them out. */
class ConsentCommandsTest extends WithServer {
    private static final Duration SOON = Duration.ofMinutes(1);

    private String operator = "";
    private String ada = "";
    private String bo = "";

    @Override
    List<String> carriesOut(Path folder) throws Exception {
        return really(folder);
    }

    @BeforeAll
    void environment() throws Exception {
        ask(
                "PUT",
                "/environments/production",
                "{\"description\": \"\", \"policy\": \"environments: {production: {approvals: {people: 2}}}\"}");
        operator = token("operator", "");
        ada = token("approver", "");
        bo = token("approver", ", \"environment\": \"production\"");
    }

    private CompletableFuture<Ended> run(String token) {
        return CompletableFuture.supplyAsync(() -> as(
                token,
                "run",
                "quick",
                "--environment",
                "production",
                "--journal-path",
                home.resolve("journal.json").toString()));
    }

    private String pending() {
        await().atMost(SOON).until(() -> !pendingNow().isEmpty());
        return pendingNow();
    }

    private String pendingNow() {
        var page = (Json.Obj) JsonReader.read(said(operator, "runs", "--state", "pending", "--json"));
        return Answered.objects(page, "items").stream()
                .findFirst()
                .map(run -> Answered.text(run, "id"))
                .orElse("");
    }

    @Test
    void whatItIsAboutMustBeNamed() {
        assertSays(as(admin, "approvals", "list"), 2, "which one? Name it by EXPERIMENT");
        assertSays(as(admin, "approve", ""), 2, "which one? Name it by RUN");
    }

    @Test
    void aRunBeginsWhenTwoHaveApproved() throws Exception {
        var started = run(operator);
        String id = pending();
        assertThat(said(operator, "runs", "--state", "pending")).contains("asks for the approval of 2 people");
        assertSays(as(operator, "approve", id), 9, "this needs the role approver");
        assertSays(as(ada, "approve", id, "--version", "7"), 2, "is of version 1", "you approve of version 7");
        assertThat(said(ada, "approve", id))
                .contains("You approve of quick v1 in production.", "It waits on, until", "that of of a test (token");
        assertSays(as(ada, "approve", id), 2, "has approved of run " + id + " already");
        assertThat(said(operator, "approvals", "show", id)).contains("people: 2", "approver-name: of a test");
        assertThat(said(bo, "approve", id)).contains("It begins");

        Ended ended = started.get();
        assertThat(ended.status()).as(ended.toString()).isZero();
        assertThat(ended.out()).contains("waits    until ", "an approver lets it begin: shakeout approve " + id);
        assertThat(Files.readString(home.resolve("journal.json"))).contains("\"passed\"");
        assertSays(as(ada, "approve", id), 2, "waits for nobody's approval: it has ended passed");
    }

    @Test
    void nobodyApprovesOfHisOwnRunAndAnotherRefusesIt() throws Exception {
        var started = run(ada);
        String id = pending();
        assertSays(as(ada, "approve", id), 9, "started this run, and somebody else has to approve");
        assertSays(as(token("approver", ", \"environment\": \"staging\""), "approve", id), 9, "holds in staging alone");
        assertSays(as(bo, "reject", id), 2, "why is it not to be run?");
        assertThat(said(bo, "reject", id, "--reason", "release day")).contains("is refused");
        Ended ended = started.get();
        assertThat(ended.status()).as(ended.toString()).isEqualTo(9);
        assertThat(ended.out()).contains("because  token 'of a test' refused it: release day");
    }

    @Test
    void whatWasApprovedAheadOfTimeDoesNotWait() throws Exception {
        String[] give = {"approvals", "give", "quick", "--environment", "production", "--expires", "30d"};
        assertSays(as(ada, give), 2, "what is approved of?");
        String[] versioned = {
            "approvals", "give", "quick", "--version", "1", "--environment", "production", "--expires", "30d"
        };
        assertThat(said(ada, versioned)).contains("quick v1 in production by of a test, until ");
        String second = said(bo, versioned).split(" ")[0];
        assertThat(run(operator).get().out()).doesNotContain("waits ").contains("journal ");
        assertThat(said(operator, "approvals", "list", "quick")).contains(second);

        assertThat(said(bo, "approvals", "revoke", second)).contains("is taken back");
        var waits = run(operator);
        String id = pending();
        assertThat(said(operator, "halt", id)).contains("takes everything back");
        assertThat(waits.get().status()).isEqualTo(6);
        said(
                ada,
                "approvals",
                "revoke",
                said(operator, "approvals", "list", "quick")
                        .lines()
                        .filter(line -> line.contains("until"))
                        .findFirst()
                        .orElseThrow()
                        .split(" ")[0]);
    }
}
