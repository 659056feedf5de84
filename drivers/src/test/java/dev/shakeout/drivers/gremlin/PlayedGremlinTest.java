package dev.shakeout.drivers.gremlin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.engine.Folders;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Processes;
import dev.shakeout.engine.Rung;
import dev.shakeout.engine.Witness;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Injection;
import dev.shakeout.model.Json;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of Gremlin, by a played API: it answers as the published description says, and wrongly. */
class PlayedGremlinTest {
    private static final Json.Obj ATTACK = Json.object("attackConfiguration", Json.object("command", "…"));
    private static final String BEGIN = "POST /attacks";

    @TempDir
    Path home;

    private final PlayedApi api = start();
    private Machine machine = Machine.local();

    private static PlayedApi start() {
        try {
            return new PlayedApi();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void hasFoldersOfItsOwn() {
        machine = Machine.local().with(new Folders(home.resolve("run"), home.resolve("state")));
        machine.mask().cover(Json.of(PlayedApi.KEY));
    }

    @AfterEach
    void ends() {
        machine.shared().close();
        api.close();
    }

    private Target team(Duration limit) {
        return new TeamFinder().find(api.account(limit), machine).getFirst();
    }

    private Prepared attack(Json.Obj body) {
        return planned(new GremlinAttack().rungs().getFirst(), Arguments.NONE.with(GremlinAttack.ATTACK, body));
    }

    private Prepared planned(Rung rung, Arguments arguments) {
        Target team = team(Duration.ofMillis(500));
        Prepared prepared = rung.plan(team, arguments, machine);
        hold(team, prepared);
        return prepared;
    }

    private void hold(Target team, Prepared prepared) {
        var injection =
                new Injection("1", "a", "gremlin/attack", team, "", prepared.steps(), "", List.of(), Optional.empty());
        try {
            var _ = new Custody()
                    .care(new Witness.Scope("run", List.of(injection)), Duration.ofSeconds(5), machine)
                    .hold(_ -> {});
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Processes.Finished begin(Prepared prepared) {
        return machine.processes().run(prepared.steps().getFirst().change().argv(), Duration.ofSeconds(30));
    }

    private Processes.Finished undo(Prepared prepared) {
        Step step = prepared.steps().getFirst();
        return machine.processes().run(step.undo().orElseThrow().argv(), Duration.ofMinutes(2));
    }

    @Test
    void anAttackIsBegunShownHaltedAndOver() throws IOException {
        Prepared attack = attack(ATTACK);
        var before = attack.effect().read();

        assertThat(begin(attack)).matches(Processes.Finished::ok, "begins");
        var on = attack.effect().read();
        assertThat(attack.effect().bites(before, on)).as(on.words()).isTrue();

        assertThat(undo(attack)).matches(Processes.Finished::ok, "is halted");
        assertThat(api.stages()).containsValue("UserHalted");
        assertThat(attack.effect().gone(before, attack.effect().read())).isTrue();
        assertThat(undo(attack)).matches(Processes.Finished::ok, "is halted again");
        assertThat(api.count(BEGIN)).isEqualTo(1);
    }

    @Test
    void eachFormOfAttackGoesWhereThePublishedApiWantsIt() {
        assertThat(begin(attack(Json.object("target", "x", "command", "y"))).ok())
                .isTrue();
        Prepared kubernetes = attack(Json.object("targetDefinition", "x", "impactDefinition", "y"));
        assertThat(begin(kubernetes).ok()).isTrue();
        assertThat(undo(kubernetes).ok()).isTrue();

        assertThat(api.heard()).contains("POST /attacks/new", "POST /kubernetes/attacks/new");
        assertThat(api.heard()).anyMatch(request -> request.matches("POST /kubernetes/attacks/.*/halt"));
    }

    @Test
    void aRunOfAScenarioIsBegunAndHalted() {
        Prepared scenario =
                planned(new GremlinScenario().rungs().getFirst(), Arguments.NONE.with(GremlinScenario.SCENARIO, "s-1"));

        assertThat(begin(scenario)).matches(Processes.Finished::ok, "begins");
        assertThat(undo(scenario)).matches(Processes.Finished::ok, "is halted");
        assertThat(api.heard()).contains("POST /scenarios/s-1/runs", "POST /scenarios/halt/s-1/runs/7");
    }

    @Test
    void theSameAttackIsNeverBegunTwice() {
        Prepared attack = attack(ATTACK);

        assertThat(begin(attack).ok()).isTrue();
        assertThat(begin(attack)).matches(again -> !again.ok(), "is refused");
        assertThat(api.count(BEGIN)).isEqualTo(1);
    }

    @Test
    void whatWasNotBegunNeedsNoHalt() {
        assertThat(undo(attack(ATTACK)).ok()).isTrue();
        assertThat(api.heard()).isEmpty();
    }

    @Test
    void a429IsWaitedForAsLongAsTheServerSays() {
        api.wrongly(BEGIN, new PlayedApi.Wrong(429, "", Map.of("Retry-After", "1"), false));

        assertThat(begin(attack(ATTACK))).matches(Processes.Finished::ok, "begins");
        assertThat(api.count(BEGIN)).isEqualTo(2);
        assertThat(api.stages()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 422})
    void whatTheServerRefusesIsNotBegunAndNeedsNoHalt(int status) {
        api.wrongly(BEGIN, PlayedApi.Wrong.of(status, "{\"message\":\"no\"}"));
        Prepared attack = attack(ATTACK);

        var refused = begin(attack);
        assertThat(refused.ok()).isFalse();
        assertThat(refused.complaint()).contains(String.valueOf(status)).doesNotContain(PlayedApi.KEY);
        assertThat(undo(attack).ok()).isTrue();
        assertThat(api.count(BEGIN)).isEqualTo(1);
    }

    @Test
    void aLostAnswerIsNotAskedForAgainAndWhatItMayHaveBegunIsNamed() throws IOException {
        api.has("somebody-elses", "Running");
        api.wrongly(BEGIN, new PlayedApi.Wrong(500, "<html>", Map.of(), true));
        Prepared attack = attack(ATTACK);
        var before = attack.effect().read();

        assertThat(begin(attack).ok()).isFalse();
        var undone = undo(attack);

        assertThat(undone.ok()).isFalse();
        assertThat(undone.complaint()).contains("a77ac4ed-").doesNotContain("somebody-elses");
        assertThat(attack.effect().gone(before, attack.effect().read())).isFalse();
        assertThat(api.count(BEGIN)).isEqualTo(1);
        assertThat(api.stages()).containsEntry("somebody-elses", "Running");
    }

    @Test
    void a500OfWhichNothingCameIsTakenBack() {
        api.has("somebody-elses", "Running");
        api.wrongly(BEGIN, PlayedApi.Wrong.of(503, "busy"));
        Prepared attack = attack(ATTACK);

        assertThat(begin(attack).ok()).isFalse();
        assertThat(undo(attack)).matches(Processes.Finished::ok, "nothing is there");
    }

    @Test
    void aServerThatHangsIsGivenUpAndNotAskedTwice() {
        api.hangs(BEGIN, 1);
        Prepared attack = attack(ATTACK);

        assertThat(begin(attack).ok()).isFalse();
        assertThat(api.count(BEGIN)).isEqualTo(1);
        assertThat(undo(attack)).matches(Processes.Finished::ok, "nothing is there");
    }

    @Test
    void aListThatIsNoJsonBeginsNothing() {
        api.wrongly("GET /attacks/active", PlayedApi.Wrong.of(200, "<html>maintenance</html>"));
        Prepared attack = attack(ATTACK);

        assertThat(begin(attack).complaint()).contains("list what is there").contains("maintenance");
        assertThat(api.count(BEGIN)).isZero();
        assertThat(undo(attack).ok()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"LostCommunication", "HaltFailed", "TeardownFailed", "SomethingNew", "Running"})
    void aHaltThatIsNotConfirmedIsNamed(String stage) {
        api.endsAs(stage);
        Prepared attack = attack(ATTACK);
        assertThat(begin(attack).ok()).isTrue();

        var undone = undo(attack);

        assertThat(undone.ok()).isFalse();
        assertThat(undone.complaint()).contains(stage).contains("a77ac4ed-");
    }

    @Test
    void aHaltIsAskedForAgainWhileTheServerIsBroken() {
        Prepared attack = attack(ATTACK);
        assertThat(begin(attack).ok()).isTrue();
        String halt = "POST /attacks/" + api.stages().keySet().iterator().next() + "/halt";
        api.wrongly(halt, PlayedApi.Wrong.of(500, ""), PlayedApi.Wrong.of(502, "<html>"));

        assertThat(undo(attack)).matches(Processes.Finished::ok, "is halted");
        assertThat(api.count(halt)).isEqualTo(3);
    }

    @Test
    void theCredentialsStandInNoCommandAndInNoLedgerAndGoWithTheRun() throws IOException {
        Prepared attack = attack(ATTACK);
        Step step = attack.steps().getFirst();

        assertThat(String.join(" ", step.change().argv())).doesNotContain(PlayedApi.KEY);
        assertThat(step.undo().orElseThrow().pasteable()).doesNotContain(PlayedApi.KEY);
        assertThat(team(Duration.ofSeconds(1)).toString()
                        + team(Duration.ofSeconds(1)).details())
                .doesNotContain(PlayedApi.KEY);
        Path folder = onlyFolder();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");

        machine.shared().close();
        assertThat(folder).doesNotExist();
    }

    private Path onlyFolder() throws IOException {
        try (Stream<Path> folders = Files.list(machine.folders().held())) {
            return folders.toList().getFirst();
        }
    }

    @Test
    void credentialsThatStandInTheFileAreRefused() {
        var open = api.account(Duration.ofSeconds(1)).with(Account.KEY, "written-for-all-to-see");

        assertThatThrownBy(() -> new TeamFinder().find(open, machine))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("secrets")
                .message()
                .doesNotContain("written-for-all");
        assertThatThrownBy(() -> new TeamFinder().find(Arguments.NONE, machine)).isInstanceOf(BadValue.class);
    }

    @Test
    void anAccountThatIsNotHeardIsToldBeforeAnythingBegins() {
        machine.mask().cover(Json.of("another-key"));
        var other = api.account(Duration.ofSeconds(1)).with(Account.KEY, "another-key");
        Target team = new TeamFinder().find(other, machine).getFirst();

        Optional<String> missing = new GremlinAttack()
                .rungs()
                .getFirst()
                .missingFor(team, Arguments.NONE.with(GremlinAttack.ATTACK, ATTACK), machine);

        assertThat(missing)
                .hasValueSatisfying(words -> assertThat(words).contains("401").contains("key"));
    }
}
