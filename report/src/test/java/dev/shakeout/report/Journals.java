package dev.shakeout.report;

import dev.shakeout.model.Finding;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Json;
import dev.shakeout.model.Judgement;
import dev.shakeout.model.LoadWindow;
import dev.shakeout.model.Phase;
import dev.shakeout.model.Plan;
import dev.shakeout.model.Proof;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Recovery;
import dev.shakeout.model.Rules;
import dev.shakeout.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A journal under construction, with the defaults of a healthy run of 40 seconds against the FKS sample system. */
final class Journals {
    static final Instant START = Instant.parse("2026-11-23T14:03:20.250Z");
    static final Json SLO = Json.object("type", "slo", "p95", "200ms", "error-rate", "1%", "min-samples", 200);

    String title = "FKS survives the loss of one auth instance";
    String description = "Orders need a token; the gateway should fail over to the other fks_auth.";
    Optional<String> hypothesis = Optional.of("Losing one of two fks_auth does not slow orders");
    Verdict verdict = Verdict.PASSED;
    Duration length = Duration.ofSeconds(40);
    final List<String> reasons = new ArrayList<>();
    final List<Json> probes = new ArrayList<>();
    final List<Journal.SteadyState> states = new ArrayList<>();
    final List<Journal.Ran> run = new ArrayList<>();
    final List<Journal.Injected> injections = new ArrayList<>();
    final List<Plan.BlastRadius> radii = new ArrayList<>();
    final Map<String, List<LoadWindow>> load = new LinkedHashMap<>();
    final List<Journal.Guarded> guards = new ArrayList<>();
    final List<Recovery> recoveries = new ArrayList<>();
    final List<Finding> findings = new ArrayList<>();
    Optional<Proof> proof = Optional.of(new Proof(87, List.of(), List.of()));
    Optional<String> interruptedBy = Optional.empty();

    static Instant at(double seconds) {
        return START.plusNanos(Math.round(seconds * 1e9));
    }

    static Duration ms(double millis) {
        return Duration.ofNanos(Math.round(millis * 1e6));
    }

    Journal build() {
        var experiment = Json.object(
                "title",
                title,
                "steady-state-hypothesis",
                Json.object("title", hypothesis.orElse(""), "probes", Json.of(probes)));
        return new Journal(
                "0.1.0",
                "r-20261123-140320-7f3a",
                Map.of(
                        "os",
                        "Debian GNU/Linux 12",
                        "kernel",
                        "6.1.0-28-amd64",
                        "java",
                        "25.0.1",
                        "user",
                        "sre",
                        "host",
                        "staging-3",
                        "file",
                        "experiments/auth-loss.json"),
                Map.of(),
                experiment,
                title,
                description,
                hypothesis,
                4711,
                START,
                START.plus(length),
                Rules.SHAKEOUT,
                verdict,
                Journal.Toolkit.nearest(verdict),
                reasons,
                states,
                run,
                List.of(),
                injections,
                radii,
                load,
                guards,
                recoveries,
                findings,
                proof,
                interruptedBy);
    }

    Journals probe(String name, Json tolerance) {
        probes.add(Json.object("type", "probe", "name", name, "tolerance", tolerance));
        return this;
    }

    Journals state(Phase phase, double seconds, Journal.Ran... probes) {
        var judgements =
                List.of(probes).stream().flatMap(r -> r.judgement().stream()).toList();
        states.add(new Journal.SteadyState(
                phase,
                at(seconds),
                judgements.stream().allMatch(Judgement::met),
                judgements.stream().allMatch(Judgement::enough),
                List.of(probes)));
        return this;
    }

    static Journal.Ran ran(String name, double seconds, Json output, Judgement judgement) {
        return new Journal.Ran(
                name,
                Json.object("type", "probe", "name", name),
                at(seconds),
                ms(12),
                Optional.of("succeeded"),
                output,
                Optional.empty(),
                Optional.of(judgement));
    }

    static Json load(double p50, double p95, double p99, double max, double errors) {
        return Json.object(
                "samples",
                1000,
                "errors",
                Math.round(errors * 10),
                "error-rate",
                errors,
                "throughput",
                100.0,
                "p50",
                p50,
                "p95",
                p95,
                "p99",
                p99,
                "max",
                max);
    }

    Journals action(String name, double seconds, double took, Json output) {
        run.add(new Journal.Ran(
                name,
                Json.object("type", "action", "name", name),
                at(seconds),
                ms(took * 1000),
                Optional.of("succeeded"),
                output,
                Optional.empty(),
                Optional.empty()));
        return this;
    }

    static Reading reading(double value, String unit, String words) {
        return new Reading(value, unit, words);
    }
}
