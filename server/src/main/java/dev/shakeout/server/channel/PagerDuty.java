package dev.shakeout.server.channel;

import static dev.shakeout.server.channel.ReceiverKind.Member.optional;
import static dev.shakeout.server.channel.ReceiverKind.Member.secret;

import dev.shakeout.model.Json;
import dev.shakeout.model.Verdict;
import dev.shakeout.server.channel.ReceiverKind.Form;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A service of PagerDuty, by its Events API v2: https://developer.pagerduty.com/docs/send-alert-event. What a run triggers, its end
 * resolves, unless its verdict is one that somebody should look at.
 */
record PagerDuty(URI url, String key) implements Receiver {
    static final ReceiverKind KIND = new ReceiverKind(
            "pagerduty",
            "A service of PagerDuty.",
            List.of(
                    secret("routing-key", Form.TEXT, "the integration key of an integration 'Events API v2'"),
                    optional("url", Form.TEXT, "https://events.eu.pagerduty.com/v2/enqueue for accounts in Europe")),
            target -> new PagerDuty(
                    target.url("url", target.text("url").orElse("https://events.pagerduty.com/v2/enqueue")),
                    target.text("routing-key").orElse("")));

    private static final int LONGEST_SUMMARY = 1_024;

    /** How bad it is, in PagerDuty's words. */
    private enum Severity {
        INFO,
        WARNING,
        ERROR,
        CRITICAL
    }

    @Override
    public Sent send(Notice notice, Optional<String> earlier, Outgoing out) {
        Optional<Severity> severity = severity(notice);
        String suffix = notice.occasion() == Occasion.FINDING ? "/" + notice.fact("finding") : "";
        Json.Obj event = Json.object(
                "routing_key",
                key,
                "event_action",
                severity.isPresent() ? "trigger" : "resolve",
                "dedup_key",
                cut("shakeout/" + notice.thread() + suffix, 255));
        Json.Obj whole = severity.map(
                        each -> event.with("client", Json.of("Shakeout")).with("payload", payload(notice, each)))
                .orElse(event);
        return out.post(url, Map.of(), whole);
    }

    private static Json.Obj payload(Notice notice, Severity severity) {
        var details = notice.json();
        return Json.object(
                "summary",
                cut(notice.words(), LONGEST_SUMMARY),
                "source",
                notice.fact("environment").isEmpty() ? "shakeout" : notice.fact("environment"),
                "severity",
                severity.name().toLowerCase(Locale.ROOT),
                "timestamp",
                notice.at().toString(),
                "component",
                notice.fact("experiment"),
                "class",
                notice.occasion().word(),
                "custom_details",
                details);
    }

    private static String cut(String text, int most) {
        return text.length() > most ? text.substring(0, most - 1) + "…" : text;
    }

    /** Empty where it is over, and nothing is left to be looked at. */
    private static Optional<Severity> severity(Notice notice) {
        return switch (notice.occasion()) {
            case APPROVAL, BEFORE, START, TEST -> Optional.of(Severity.INFO);
            case HALT -> Optional.of(Severity.WARNING);
            case FINDING -> Optional.of(Severity.ERROR);
            case RELEASE -> Optional.empty();
            case END ->
                Optional.of(notice.fact("verdict"))
                        .filter(word -> !word.isEmpty())
                        .flatMap(word -> severity(Verdict.ofWord(word)));
        };
    }

    private static Optional<Severity> severity(Verdict verdict) {
        return switch (verdict) {
            case PASSED, ABORTED, REFUSED -> Optional.empty();
            case HALTED, NOT_READY, INCONCLUSIVE -> Optional.of(Severity.WARNING);
            case DEVIATED, FAILED -> Optional.of(Severity.ERROR);
            case UNSAFE -> Optional.of(Severity.CRITICAL);
        };
    }

    /** An end that it is not told of would leave open what the beginning has triggered. */
    @Override
    public Optional<String> mistake(Channel.Rules rules) {
        boolean opens =
                Stream.of(Occasion.APPROVAL, Occasion.BEFORE, Occasion.START).anyMatch(rules.on()::contains);
        boolean closes = rules.on().contains(Occasion.END) && rules.verdicts().isEmpty();
        return opens && !closes
                ? Optional.of(
                        "a run that begins or waits opens an incident in PagerDuty, and its end resolves it: have it told of"
                                + " 'end', without 'verdicts', or of none of 'approval', 'before' and 'start'")
                : Optional.empty();
    }

    @Override
    public String place() {
        return url.getHost();
    }
}
