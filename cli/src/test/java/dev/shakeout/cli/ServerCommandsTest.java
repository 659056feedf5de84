package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a person keeps on a server by the command line; the server is real, its runs are played. */
class ServerCommandsTest extends WithServer {
    private Path file(String name, String text) throws IOException {
        return Files.writeString(home.resolve(name), text);
    }

    private static String first(String pattern, String text) {
        var matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }

    private static Json.Obj json(String text) {
        return (Json.Obj) JsonReader.read(text);
    }

    @Test
    void anExperimentIsPutAndAskedForAgain() throws Exception {
        String path = file("slow-link.yaml", "title: A slow link\nmethod: []\n").toString();
        assertThat(said(admin, "experiments", "put", path, "--owner", "payments"))
                .contains("as slow-link v1", "It is there as slow-link v1.");
        assertThat(said(admin, "experiments", "put", path))
                .doesNotContain("put ")
                .contains("slow-link v1");
        file("slow-link.yaml", "title: A slower link\nmethod: []\n");
        assertThat(said(admin, "experiments", "put", path)).contains("as slow-link v2");
        assertThat(said(admin, "experiments", "put", path, "--name", "other")).contains("as other v1");

        assertThat(said(admin, "experiments", "list")).contains("slow-link v2", "payments: A slower link");
        assertThat(said(admin, "experiments", "versions", "slow-link")).contains("slow-link v2", "slow-link v1");
        assertThat(said(admin, "experiments", "show", "slow-link"))
                .contains("owner: payments", "definition:\n  title: A slower link");
        assertThat(json(said(admin, "experiments", "show", "slow-link", "--version", "1", "--json"))
                        .get("title"))
                .contains(Json.of("A slow link"));
        assertSays(as(admin, "experiments", "show", "nothing"), 2, "there is no experiment 'nothing'");
        assertSays(as(token("viewer", ""), "experiments", "put", path, "--name", "more"), 9, "needs the role operator");

        assertThat(said(admin, "experiments", "delete", "other")).contains("is deleted");
        assertSays(as(admin, "experiments", "show", "other"), 2, "there is no experiment 'other'");
        ask("POST", "/runs", "{\"experiment\": \"slow-link\", \"environment\": \"staging\"}");
        assertSays(as(admin, "experiments", "delete", "slow-link"), 2, "is named by run", "is kept for ever");
    }

    @Test
    void anEnvironmentIsWrittenWithItsPolicy() throws Exception {
        String path = file(
                        "shop.yaml", "description: where people buy\npolicy: {everywhere: {approvals: {people: 1}}}\n")
                .toString();
        assertThat(said(admin, "environments", "put", path)).contains("shop v1, with a policy  where people buy");
        String policy = file("policy.yaml", "everywhere:\n  blast-radius: {max-targets: 1}\n")
                .toString();
        assertThat(said(admin, "environments", "put", path, "--policy", policy)).contains("shop v2");
        assertThat(said(admin, "environments", "show", "shop")).contains("max-targets: 1");
        assertThat(said(admin, "environments", "list")).contains("staging v", "shop v2");
        assertSays(as(token("operator", ""), "environments", "put", path), 9, "needs the role admin");
        String named = file("named.yaml", "name: shop\n").toString();
        assertSays(
                as(admin, "environments", "put", named),
                2,
                "leave out 'name': on the server it has the name of its file");
        assertSays(as(admin, "environments", "put", home.toString()), 2, "is a folder");
        assertSays(as(admin, "environments", "put", file("a.yaml", "- 1\n").toString()), 2, "must hold one object");
        assertSays(
                as(
                        admin,
                        "environments",
                        "put",
                        file("b.yaml", "descripton: x\n").toString()),
                2,
                "there is no member 'descripton' here; did you mean 'description'?");
    }

    @Test
    void aScheduleIsPutShownAndDeleted() throws Exception {
        String path = file("weekly.yaml", """
                experiment: quick
                environment: staging
                when: every Tuesday at 10:00
                time-zone: Europe/Berlin
                blackout: [{from: 2026-12-18, to: 2027-01-04, reason: year end}]
                """).toString();
        assertThat(said(admin, "schedules", "put", path))
                .contains("weekly: every Tuesday at 10:00 (Europe/Berlin), quick in staging; next ");
        assertThat(said(admin, "schedules", "put", path)).contains("weekly: every Tuesday");
        assertThat(said(admin, "schedules", "list", "--environment", "staging")).contains("weekly: every");
        assertThat(said(admin, "schedules", "show", "weekly"))
                .contains("version: 2", "blackout:\n  - from: 2026-12-18\n    to: 2027-01-04", "next:\n  - ");
        assertThat(said(admin, "schedules", "starts", "weekly")).contains("None was due yet.");
        String elsewhere = token("operator", ", \"environment\": \"production\"");
        assertSays(as(elsewhere, "schedules", "delete", "weekly"), 9, "holds in production alone");
        assertThat(said(admin, "schedules", "delete", "weekly")).contains("is deleted");
        assertSays(as(admin, "schedules", "delete", "weekly"), 2, "there is no schedule 'weekly'");
    }

    @Test
    void aRolloutIsBegunApprovedAndHalted() throws Exception {
        String path = file("steps.yaml", """
                experiment: quick
                stages:
                  - {environment: staging, at-most: "1", approval: true}
                  - {environment: staging}
                """).toString();
        String operator = token("operator", "");
        String approver = token("approver", "");
        String begun = said(operator, "rollouts", "start", path);
        String id = first("^(\\S+)", begun);
        assertThat(begun).contains("quick v1, 0 of 2 stages passed");
        assertThat(said(operator, "rollouts", "list")).contains(id);
        assertThat(said(operator, "rollouts", "show", id)).contains("stages:\n  - number: 1\n    environment: staging");
        assertSays(as(operator, "rollouts", "approve", id, "--stage", "1"), 9, "needs the role approver");
        assertSays(as(approver, "rollouts", "approve", id), 2, "which stage?");
        assertSays(as(approver, "rollouts", "approve", id, "--stage", "2"), 2, "wants nobody's approval");
        assertThat(said(approver, "rollouts", "approve", id, "--stage", "1")).contains("Stage 1 may begin");
        assertThat(said(operator, "rollouts", "halt", id)).contains("stopped");
        assertSays(as(approver, "rollouts", "approve", id, "--stage", "1"), 2, "has ended");
    }

    @Test
    void aTokenIsMadeListedAndRevoked() throws Exception {
        String made = said(admin, "tokens", "create", "pipeline", "--role", "viewer", "--expires", "90d")
                .strip();
        assertThat(made).startsWith("shakeout_");
        assertThat(said(made, "experiments", "list")).contains("quick v1");
        String list = said(admin, "tokens", "list");
        assertThat(list).doesNotContain(made).contains("pipeline in all environments, expires ");
        String id = first("(\\S+)  viewer    pipeline", list);
        assertThat(said(admin, "tokens", "revoke", id)).contains("good for nothing");
        assertSays(as(made, "experiments", "list"), 2, "it was revoked at", "shakeout login");
        assertSays(as(admin, "tokens", "create", "x"), 2, "--role ROLE");
        assertSays(as(admin, "tokens", "create", "x", "--role", "king"), 2, "'role' must be one of viewer");
        assertSays(as(admin, "tokens", "create", "x", "--role", "viewer", "--expires", "soon"), 2, "a moment such as");
        assertSays(as(token("operator", ""), "tokens", "list"), 9, "needs the role admin");
    }

    @Test
    void theAuditLogIsReadAndFollowed() throws Exception {
        assertThat(said(admin, "audit", "verify")).matches("All [0-9]+ entries are as they were written\\.\\s+");
        String two = said(admin, "audit", "list", "--limit", "2");
        assertThat(two).contains("     1  ", "     2  ", "… and more").doesNotContain("     3  ");
        assertThat(said(admin, "audit", "list", "--after", "1", "--limit", "1")).contains("     2  ");
        assertSays(as(token("approver", ""), "audit", "verify"), 9, "needs the role admin");
    }

    @Test
    void whatIsMoreThanAPageIsFetchedPageByPage() throws Exception {
        for (int i = 0; i < 3; i++) {
            ask("POST", "/runs", "{\"experiment\": \"quick\", \"environment\": \"staging\"}");
        }
        assertThat(said(admin, "runs", "--limit", "2").lines())
                .hasSize(3)
                .last()
                .asString()
                .contains("--limit N");
        Json.Obj all = json(said(admin, "runs", "--limit", "600", "--json"));
        assertThat(Answered.objects(all, "items")).hasSizeGreaterThanOrEqualTo(3);
        assertThat(all.get("next")).isEmpty();
        assertSays(as(admin, "runs", "--limit", "0"), 2, "must be from 1 to 10000");
        assertSays(as(admin, "runs", "--state", "odd"), 2, "'state' must be one of pending");
    }
}
