package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.faults.host.Conversation.Kind;
import dev.shakeout.model.Numbers;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Reading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/**
 * How conversations with a service go: the average of one number over several of them, as only a share may be hit, or
 * the time of the quickest.
 *
 * @param request what the client says, if anything
 * @param limit for one of them
 * @param number what is looked at
 * @param hit what it is for one that is hit, given what it is for others
 */
record Conversations(
        ViaProxy.Service service,
        Kind kind,
        String request,
        Duration limit,
        Percent share,
        String what,
        String unit,
        ToDoubleFunction<Conversation> number,
        DoubleUnaryOperator hit)
        implements Effect {
    /** How many do not get through. */
    static Conversations failing(ViaProxy.Service service, Kind kind, Duration limit, Percent share) {
        return new Conversations(
                service,
                kind,
                kind == Kind.ASK ? Conversation.request(service.host()) : "",
                limit,
                share,
                "connections that fail",
                "%",
                each -> each.outcome() == Exchange.Outcome.RESET || each.outcome() == Exchange.Outcome.REFUSED
                        ? 100
                        : 0,
                _ -> 100);
    }

    @Override
    public String what() {
        return what + " at " + service.host() + ":" + service.port();
    }

    @Override
    public Reading read() throws IOException {
        var machine = service.machine();
        var argv = new ArrayList<>(machine.java());
        argv.addAll(List.of(Conversation.class.getName(), service.host(), Integer.toString(service.port())));
        argv.addAll(List.of(kind.name(), Integer.toString(swing().count()), Long.toString(limit.toMillis())));
        argv.add(Base64.getEncoder().encodeToString(request.getBytes(StandardCharsets.ISO_8859_1)));
        service.tls().ifPresent(files -> {
            argv.addAll(List.of(files.certificate().toString(), files.key().toString()));
            files.ca().ifPresent(ca -> argv.add(ca.toString()));
        });
        var finished = machine.processes()
                .run(
                        NetNamespace.of(service.target(), machine).inside(argv),
                        limit.multipliedBy(2L + swing().count() / 10).plusSeconds(10));
        if (!finished.ok()) {
            throw new IOException(
                    "cannot talk to " + service.host() + ":" + service.port() + ": " + finished.complaint());
        }
        List<Conversation> all = Conversation.parse(finished.output());
        double value = (isTime()
                        ? all.stream().mapToDouble(number).min()
                        : all.stream().mapToDouble(number).average())
                .orElse(0);
        return new Reading(
                value,
                unit,
                what + ": " + Numbers.brief(value) + " " + unit
                        + (isTime() ? " for the quickest of " : " on average of ") + all.size());
    }

    /** Where all are hit, the quickest of them says so as well, and is late for no other reason. */
    private boolean isTime() {
        return unit.equals("ms") && share.value() >= 100;
    }

    @Override
    public boolean bites(Reading before, Reading on) {
        return swing().bites(before, on);
    }

    @Override
    public boolean gone(Reading before, Reading after) {
        return swing().gone(before, after);
    }

    private Swing swing() {
        return new Swing(share, hit);
    }

    @Override
    public Duration patience() {
        return limit.multipliedBy(3).plusSeconds(10);
    }
}
