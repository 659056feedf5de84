package dev.shakeout.dialects.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.shakeout.dialects.Mistakes;
import dev.shakeout.dialects.TestVocabulary;
import dev.shakeout.model.Glob;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Policy;
import dev.shakeout.model.Position;
import dev.shakeout.model.Rule;
import dev.shakeout.model.Rule.FlagSource;
import dev.shakeout.model.Schedule;
import java.net.URI;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A policy is read with the place of every rule, and every mistake in it is told at its place. */
class PolicyReaderTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static Policy read(String text) {
        return PolicyReader.read("etc/policy.yaml", text, TestVocabulary.ALL);
    }

    private static Position at(int line, int column) {
        return new Position("etc/policy.yaml", line, column);
    }

    private static List<Rule> rules(String text) {
        return read("time-zone: Europe/Berlin\neverywhere:\n" + text.indent(2)).everywhere();
    }

    private static Schedule schedule(String window) {
        return ((Rule.Windows) rules("windows:\n  - " + window).getFirst())
                .open()
                .getFirst();
    }

    @Test
    void everyRuleIsReadWithItsPlace() {
        Policy policy = read("""
                time-zone: Europe/Berlin
                default-environment: staging
                everywhere:
                  protected:
                    - {kind: process, name: "postgres*"}
                    - {kind: process, pid: 4711}
                    - {name: "*-prod"}
                environments:
                  staging:
                  production:
                    time-zone: UTC
                    blast-radius:
                      max-targets: 1
                      max-percent: 50
                      min-replicas: 1
                    faults:
                      allow: [network/*, process/kill]
                      deny:
                        - cpu/load
                    windows:
                      - {days: mon-fri, from: 09:00, to: 17:00}
                    freezes:
                      - {from: 2026-12-20, to: 2027-01-03, reason: year end}
                    approvals: {people: 2}
                    feature-flag: {variable: CHAOS}
                """);

        assertThat(policy.standard()).contains("staging");
        assertThat(policy.of("staging")).isEqualTo(policy.everywhere()).hasSize(3);
        assertThat(policy.everywhere().getFirst())
                .isEqualTo(new Rule.Protect(
                        Optional.of("process"),
                        Optional.of(new Glob("postgres*")),
                        dev.shakeout.model.Arguments.NONE,
                        at(5, 7)));
        assertThat(policy.everywhere().get(1))
                .isEqualTo(new Rule.Protect(
                        Optional.of("process"),
                        Optional.empty(),
                        dev.shakeout.model.Arguments.NONE.with(TestVocabulary.PID, 4711),
                        at(6, 7)));
        assertThat(policy.environments().get("production"))
                .containsExactly(
                        new Rule.MaxTargets(1, at(13, 7)),
                        new Rule.MaxPercent(new Percent(50), at(14, 7)),
                        new Rule.KeepReplicas(1, at(15, 7)),
                        new Rule.AllowFaults(List.of(new Glob("network/*"), new Glob("process/kill")), at(17, 7)),
                        new Rule.DenyFaults(new Glob("cpu/load"), at(19, 11)),
                        new Rule.Windows(
                                ZoneId.of("UTC"),
                                List.of(new Schedule.Weekly(
                                        EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
                                        LocalTime.of(9, 0),
                                        LocalTime.of(17, 0))),
                                at(20, 5)),
                        new Rule.Freeze(
                                ZoneId.of("UTC"),
                                new Schedule.Dates(
                                        LocalDateTime.parse("2026-12-20T00:00"),
                                        LocalDateTime.parse("2027-01-04T00:00")),
                                Optional.of("year end"),
                                at(23, 9)),
                        new Rule.Approvals(2, at(24, 5)),
                        new Rule.FeatureFlag(new FlagSource.Variable("CHAOS"), at(25, 5)));
        assertThat(policy.of("production"))
                .hasSize(12)
                .startsWith(policy.everywhere().toArray(Rule[]::new));
    }

    @Test
    void hoursAreWrittenInManyWays() {
        var weekend = EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);
        var midnight = LocalTime.MIDNIGHT;

        assertThat(schedule("{days: sat-sun}")).isEqualTo(new Schedule.Weekly(weekend, midnight, midnight));
        assertThat(schedule("{days: [Sunday, saturday], to: 24:00}"))
                .isEqualTo(new Schedule.Weekly(weekend, midnight, midnight));
        assertThat(schedule("{days: \"fri - mon\", from: 22:00, to: 06:00}"))
                .isEqualTo(new Schedule.Weekly(
                        EnumSet.of(DayOfWeek.FRIDAY, DayOfWeek.SATURDAY, DayOfWeek.SUNDAY, DayOfWeek.MONDAY),
                        LocalTime.of(22, 0),
                        LocalTime.of(6, 0)));
        assertThat(schedule("{from: 09:30, to: 10:00}"))
                .as("without days it is every day")
                .isEqualTo(
                        new Schedule.Weekly(EnumSet.allOf(DayOfWeek.class), LocalTime.of(9, 30), LocalTime.of(10, 0)));
        assertThat(schedule("{cron: 0 22 * * sat, duration: 2h}"))
                .isEqualTo(new Schedule.Cron("0 22 * * sat", Duration.ofHours(2)));
        assertThat(schedule("{date: 2028-02-29}"))
                .isEqualTo(new Schedule.Dates(
                        LocalDateTime.parse("2028-02-29T00:00"), LocalDateTime.parse("2028-03-01T00:00")));
        assertThat(schedule("{from: 2026-11-27T18:00, to: 2026-11-30}"))
                .isEqualTo(new Schedule.Dates(
                        LocalDateTime.parse("2026-11-27T18:00"), LocalDateTime.parse("2026-12-01T00:00")));
    }

    @Test
    void aFlagComesFromAVariableAFileAnAddressOrAService() {
        assertThat(flag("{file: flags.json, key: chaos}"))
                .as("beside the policy")
                .isEqualTo(new FlagSource.File(Path.of("etc/flags.json"), "chaos"));
        assertThat(flag("{url: \"http://flags/chaos\"}"))
                .isEqualTo(new FlagSource.Url(URI.create("http://flags/chaos"), Duration.ofSeconds(2)));
        assertThat(flag("{service: \"http://flagd:8016\", key: chaos, timeout: 500ms}"))
                .isEqualTo(new FlagSource.Remote(URI.create("http://flagd:8016"), "chaos", Duration.ofMillis(500)));
    }

    private static FlagSource flag(String flag) {
        return ((Rule.FeatureFlag) rules("feature-flag: " + flag).getFirst()).source();
    }

    @Test
    void clustersAreNamedByContextAndNamespace() {
        assertThat(rules("clusters: {contexts: [staging], namespaces: [shop, shop-*]}"))
                .containsExactly(
                        new Rule.AllowContexts(List.of(new Glob("staging")), at(3, 14)),
                        new Rule.AllowNamespaces(List.of(new Glob("shop"), new Glob("shop-*")), at(3, 35)));
        assertThatThrownBy(() -> rules("clusters: {namespace: shop}"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("did you mean 'namespaces'?");
    }

    @Test
    void whatIsProductionIsMarkedByContextOrNamespace() {
        assertThat(rules("clusters: {production: {contexts: [prod-*], namespaces: [shop]}}"))
                .containsExactly(
                        new Rule.Production(List.of(new Glob("prod-*")), List.of(new Glob("shop")), at(3, 14)));
        assertThatThrownBy(() -> rules("clusters: {production: {}}"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("'production' marks nothing");
        assertThatThrownBy(() -> rules("clusters: {production: {context: [prod]}}"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("did you mean 'contexts'?");
    }

    @Test
    void pathsAreAbsolute() {
        assertThat(rules("faults: {paths: [/srv/data/*, /tmp]}"))
                .containsExactly(new Rule.AllowPaths(List.of(new Glob("/srv/data/*"), new Glob("/tmp")), at(3, 12)));
        assertThatThrownBy(() -> rules("faults: {paths: [data]}"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("'data' must be an absolute path");
    }

    @Test
    void nothingOpenAndNothingAllowedAreRulesToo() {
        assertThat(rules("windows: []")).containsExactly(new Rule.Windows(BERLIN, List.of(), at(3, 3)));
        assertThat(rules("faults: {allow: []}")).containsExactly(new Rule.AllowFaults(List.of(), at(3, 12)));
    }

    @Test
    void anEnvironmentThatIsNotThereIsToldWithTheOneThatWasMeant() {
        Policy policy = read("environments: {staging: , production: }");

        assertThatThrownBy(() -> policy.of("prodution"))
                .isInstanceOf(InvalidInput.class)
                .hasMessage(
                        "etc/policy.yaml: there is no environment 'prodution'; did you mean 'production'? (there is:"
                                + " staging, production)");
    }

    @Test
    void faultsOfOtherInstallationsMayBeNamed() {
        assertThat(rules("faults: {deny: [kubernetes/*, kubernetes/pod-kill, network/*]}"))
                .hasSize(3);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void mistakesAreToldAtTheirPlace(String text, String expected) {
        assertThat(Mistakes.in(() -> read(text))).singleElement().asString().startsWith(expected);
    }

    static Stream<Arguments> mistakesAreToldAtTheirPlace() {
        return Stream.of(
                Arguments.of("{}", "1:1: the policy has no rules"),
                Arguments.of("[]", "1:1: the policy must be an object"),
                Arguments.of(
                        "enviroments: {}\neverywhere: {}",
                        "1:1: unknown key 'enviroments' in the policy; did you mean"),
                Arguments.of(
                        "default-environment: stagging\nenvironments: {staging: {}}",
                        "1:1: there is no environment 'stagging' in this policy; did you mean 'staging'?"),
                Arguments.of(
                        "everywhere: {blast-radius: {max-target: 1}}",
                        "1:29: unknown key 'max-target' in 'blast-radius'; did you mean 'max-targets'?"),
                Arguments.of(
                        "everywhere: {faults: {deny: [netwrok/*]}}",
                        "1:30: deny: no fault is named 'netwrok/*'; did you mean 'network/*'?"),
                Arguments.of(
                        "everywhere: {faults: {allow: [cpu/laod]}}",
                        "1:31: allow: no fault is named 'cpu/laod'; did you mean 'cpu/load'?"),
                Arguments.of(
                        "everywhere: {protected: [{kind: proces, name: x}]}",
                        "1:33: kind: there is no kind of target 'proces'; did you mean 'process'?"),
                Arguments.of(
                        "everywhere: {protected: [{kind: process, pidd: 1}]}",
                        "1:42: unknown key 'pidd' in a protected target; did you mean 'pid'?"),
                Arguments.of("everywhere: {protected: [{}]}", "1:26: say what is protected"),
                Arguments.of("everywhere: {windows: []}", "1:14: 'windows' needs a 'time-zone'"),
                Arguments.of(
                        "time-zone: Europe/Berln\neverywhere: {}",
                        "1:12: time-zone: 'Europe/Berln' is not a time zone such as Europe/Berlin or UTC; did you mean"
                                + " 'Europe/Berlin'?"),
                Arguments.of(window("{days: mon-fry}"), "1:48: days: 'fry' is no day of the week; must be one of mon"),
                Arguments.of(window("{from: 9, to: 10:00}"), "1:48: from: '9' is not a time of day such as 09:00"),
                Arguments.of(
                        window("{cron: 0 25 * * *, duration: 1h}"),
                        "1:48: cron: '0 25 * * *' is not a cron expression of five fields"),
                Arguments.of(window("{cron: 0 22 * * *}"), "1:41: 'duration' is missing in a window"),
                Arguments.of(window("{from: 2026-12-24, to: 2026-12-20}"), "1:60: 'to' must come after 'from'"),
                Arguments.of(window("{date: 2027-02-29}"), "1:48: date: '2027-02-29' is not a date such as 2026-12-24"),
                Arguments.of("everywhere: {approvals: {people: 0}}", "1:34: people: 0 is out of range"),
                Arguments.of(
                        "everywhere: {feature-flag: {variable: A, url: \"http://x\"}}",
                        "1:28: a feature flag comes from one of variable, file with key, url, or service with key; found"
                                + " variable and url"),
                Arguments.of(
                        "everywhere: {feature-flag: {url: flags}}",
                        "1:34: url: 'flags' is not an address such as http://flags.internal:8016"),
                Arguments.of("everywhere: {feature-flag: {file: f.json}}", "1:28: 'key' is missing in 'feature-flag'"));
    }

    private static String window(String window) {
        return "{time-zone: UTC, everywhere: {windows: [" + window + "]}}";
    }

    @Test
    void whoeverGetsApprovalsTogetherReadsOnlyThese() {
        String policy = """
                time-zone: nowhere
                everywhere: {approvals: {people: 1}, faults: {allow: [no-such-fault]}}
                environments:
                  staging: {approvals: {people: 2, within: 3h}}
                  production:
                """;
        assertThat(PolicyReader.approvals("policy.yaml", policy, "staging"))
                .extracting(Rule.Approvals::people, Rule.Approvals::within)
                .containsExactly(tuple(1, Rule.Approvals.USUAL), tuple(2, Duration.ofHours(3)));
        assertThat(PolicyReader.approvals("policy.yaml", policy, "production")).hasSize(1);
        assertThat(PolicyReader.approvals("policy.yaml", "everywhere: [", "staging"))
                .as("a run says what is wrong with it")
                .isEmpty();
    }
}
