package dev.shakeout.server.notify;

import dev.shakeout.model.Finding;
import dev.shakeout.model.Verdict;
import dev.shakeout.server.access.Secret;
import dev.shakeout.server.channel.Channel;
import dev.shakeout.server.channel.Notice;
import dev.shakeout.server.channel.Occasion;
import dev.shakeout.server.store.Halt;
import dev.shakeout.server.store.StoredMessage;
import dev.shakeout.server.store.StoredRun;
import dev.shakeout.server.store.Work;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes what channels are to be told, each in the transaction of what it is about: so it is told if that happened, and only then. */
public final class News {
    private static final int ID_DIGITS = 32;

    private News() {}

    /** A run waits for people. */
    public static void pending(StoredRun run, StoredRun.Awaited awaited, Instant now, Work work) {
        Map<String, String> facts = facts(run, work);
        facts.put("waits-until", awaited.until().truncatedTo(ChronoUnit.SECONDS).toString());
        facts.put("reason", awaited.words());
        tell(Occasion.APPROVAL, run, "", Optional.empty(), facts, now, work);
    }

    /**
     * A run is going to begin.
     *
     * @return what it waits for, in words; empty when nobody is to be told before
     */
    public static Optional<String> announced(StoredRun run, Instant now, Work work) {
        List<Channel> told = work.channels().all().stream()
                .filter(channel -> channel.isAbout(Optional.of(run.environment()))
                        && channel.wants(Occasion.BEFORE, Optional.empty()))
                .toList();
        if (told.isEmpty()) {
            return Optional.empty();
        }
        Instant begins = told.stream()
                .map(channel -> now.plus(channel.rules().lead()))
                .max(Instant::compareTo)
                .orElse(now)
                .truncatedTo(ChronoUnit.MILLIS);
        Map<String, String> facts = facts(run, work);
        facts.put("begins-at", begins.toString());
        told.forEach(channel -> work.messages()
                .add(StoredMessage.fresh(
                        channel.name(),
                        Optional.of(run.id()),
                        notice(channel, Occasion.BEFORE, run.id(), now, facts),
                        channel.rules().lead(),
                        channel.rules().must())));
        return Optional.of("it is announced, and begins at " + begins + " at the earliest");
    }

    /** A run has begun, or has begun again. */
    public static void started(StoredRun run, Instant now, Work work) {
        work.messages().dropAnnouncements(run.id(), "the run began before it arrived", now);
        String which = run.attempt() > 1 ? Long.toString(run.attempt()) : "";
        tell(Occasion.START, run, which, Optional.empty(), facts(run, work), now, work);
    }

    /** A run is to halt; the first reason is told. */
    public static void halted(String id, String why, Instant now, Work work) {
        work.runs().find(id).ifPresent(run -> {
            Map<String, String> facts = facts(run, work);
            facts.put("reason", why);
            tell(Occasion.HALT, run, "", Optional.empty(), facts, now, work);
        });
    }

    /**
     * A run has ended.
     *
     * @param started when it had really begun, if it had
     */
    public static void ended(
            StoredRun run,
            Optional<Instant> started,
            Optional<Verdict> verdict,
            List<String> reasons,
            List<Finding> findings,
            Instant now,
            Work work) {
        work.messages().dropAnnouncements(run.id(), "the run ended before it arrived", now);
        Map<String, String> facts = facts(run, work);
        for (int i = 0; i < findings.size(); i++) {
            Finding finding = findings.get(i);
            var more = new LinkedHashMap<>(facts);
            more.put("finding", finding.title());
            more.put("where", finding.where());
            more.put("evidence", finding.evidence());
            tell(Occasion.FINDING, run, Integer.toString(i + 1), Optional.empty(), more, now, work);
        }
        started.ifPresent(at -> facts.put("started-at", at.toString()));
        verdict.ifPresent(word -> facts.put("verdict", word.word()));
        reasons.stream().findFirst().ifPresent(reason -> facts.put("reason", reason));
        tell(Occasion.END, run, "", verdict, facts, now, work);
    }

    /** What a run had changed turns out not to be taken back after it had ended: its end is told again, as it is now. */
    public static void leftOver(String id, List<String> left, Instant now, Work work) {
        work.runs().find(id).filter(run -> run.state() == StoredRun.State.ENDED).ifPresent(run -> {
            Map<String, String> facts = facts(run, work);
            facts.put("verdict", Verdict.UNSAFE.word());
            left.stream().findFirst().ifPresent(reason -> facts.put("reason", reason));
            tell(Occasion.END, run, "left over", Optional.of(Verdict.UNSAFE), facts, now, work);
        });
    }

    /** Nothing may be run any more, everywhere or in one environment. */
    public static void halted(Halt halt, Work work) {
        Map<String, String> facts = new LinkedHashMap<>(
                Map.of("reason", halt.reason(), "requested-by", work.parties().name(halt.by())));
        tell(Occasion.HALT, halt, facts, halt.at(), work);
    }

    /** It may again. */
    public static void released(Halt halt, String by, Instant now, Work work) {
        tell(
                Occasion.RELEASE,
                halt,
                new LinkedHashMap<>(Map.of("requested-by", work.parties().name(by))),
                now,
                work);
    }

    private static void tell(Occasion occasion, Halt halt, Map<String, String> facts, Instant now, Work work) {
        halt.environment().ifPresent(name -> facts.put("environment", name));
        String about = halt.subject() + "/" + halt.at();
        for (Channel channel : work.channels().all()) {
            if (channel.isAbout(halt.environment()) && channel.wants(occasion, Optional.empty())) {
                Notice notice = notice(channel, occasion, about, now, facts);
                work.messages()
                        .add(StoredMessage.fresh(channel.name(), Optional.empty(), notice, Duration.ZERO, false));
            }
        }
    }

    private static void tell(
            Occasion occasion,
            StoredRun run,
            String which,
            Optional<Verdict> verdict,
            Map<String, String> facts,
            Instant now,
            Work work) {
        for (Channel channel : work.channels().all()) {
            if (channel.isAbout(Optional.of(run.environment())) && channel.wants(occasion, verdict)) {
                Notice notice = notice(channel, occasion, run.id() + "/" + which, now, facts);
                work.messages()
                        .add(StoredMessage.fresh(channel.name(), Optional.of(run.id()), notice, Duration.ZERO, false));
            }
        }
    }

    private static Map<String, String> facts(StoredRun run, Work work) {
        var facts = new LinkedHashMap<String, String>();
        facts.put("environment", run.environment());
        facts.put("experiment", run.experiment());
        facts.put("experiment-version", Long.toString(run.version()));
        facts.put("run", run.id());
        if (run.attempt() > 1) {
            facts.put("attempt", Long.toString(run.attempt()));
        }
        facts.put("requested-by", work.parties().name(run.requestedBy()));
        return facts;
    }

    /** Its id follows from what it is about, so nothing is told twice, however often it is written. */
    private static Notice notice(
            Channel channel, Occasion occasion, String about, Instant now, Map<String, String> facts) {
        String id = Secret.sha256(channel.name() + "\n" + occasion.word() + "\n" + about);
        return new Notice("msg_" + id.substring(0, ID_DIGITS), occasion, now, facts);
    }
}
