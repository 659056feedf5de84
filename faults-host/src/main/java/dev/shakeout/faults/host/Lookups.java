package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.model.Numbers;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Reading;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * How questions to a DNS server are answered in the target's network: the average of one number over several of them, as
 * only a share may be hit.
 *
 * @param limit for one of them
 * @param number what is looked at
 * @param hit what it is for one that is hit, given what it is for others
 */
record Lookups(
        NameFault.Question question,
        Duration limit,
        Percent share,
        String what,
        String unit,
        ToDoubleFunction<Lookup> number,
        DoubleUnaryOperator hit)
        implements Effect {
    private static final Duration SECONDS = Duration.ofSeconds(1);

    /** How many get an answer like that. */
    static Lookups like(NameFault.Question question, Percent share, String what, Predicate<Lookup> like) {
        return new Lookups(question, SECONDS, share, what, "%", each -> like.test(each) ? 100 : 0, _ -> 100);
    }

    @Override
    public String what() {
        return what + ", asking " + question;
    }

    @Override
    public Reading read() throws IOException {
        var machine = question.machine();
        var argv = new ArrayList<>(machine.java());
        argv.addAll(List.of(Lookup.class.getName(), question.server(), DomainNames.written(question.name())));
        argv.addAll(
                List.of(question.type().name(), Integer.toString(swing().count()), Long.toString(limit.toMillis())));
        var finished = machine.processes()
                .run(
                        NetNamespace.of(question.target(), machine).inside(argv),
                        limit.multipliedBy(2L + swing().count() / 10).plusSeconds(10));
        if (!finished.ok()) {
            throw new IOException("cannot ask " + question + ": " + finished.complaint());
        }
        List<Lookup> all = Lookup.parse(finished.output());
        double average = all.stream().mapToDouble(number).average().orElse(0);
        long silent =
                all.stream().filter(each -> each.error() == Lookup.SILENCE).count();
        String unanswered = silent == 0 ? "" : ", " + silent + " of them without an answer";
        return new Reading(
                average,
                unit,
                what + ": " + Numbers.brief(average) + " " + unit + " on average of " + all.size() + unanswered);
    }

    private Swing swing() {
        return new Swing(share, hit);
    }

    @Override
    public boolean bites(Reading before, Reading on) {
        return swing().bites(before, on);
    }

    @Override
    public boolean gone(Reading before, Reading after) {
        return swing().gone(before, after);
    }

    @Override
    public Duration patience() {
        return limit.multipliedBy(3).plusSeconds(10);
    }
}
