package dev.shakeout.agent.fleet;

import dev.shakeout.agent.AgentEffect;
import dev.shakeout.agent.Aim;
import dev.shakeout.agent.Member;
import dev.shakeout.agent.Order;
import dev.shakeout.agent.WrittenArguments;
import dev.shakeout.engine.Fault;
import dev.shakeout.engine.JsonReader;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Json;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A fault of a host, brought about on a host of the fleet by the agent there. */
record FleetRung(Fault fault) implements Rung {
    private static final String HOST = "host";

    /** $1 is the run's door, $2 what is asked for there. */
    private static final String ASK = """
            told=$(curl -sS --max-time 50 --unix-socket "$1" -X POST -w '\\n%{http_code}' "http://run/$2" 2>&1)
            case $told in *'
            200') exit 0 ;; esac
            printf '%s\\n' "$told" | sed '$d' >&2
            exit 1
            """;

    /**
     * $1 is the run's door, $2 what is asked for there; $3 the server's door for this run, $4 the agent, $5 its ledger. When the run
     * is gone, the agent takes everything back by itself; the server asks it whether it has. A server that is started again may
     * take a while.
     */
    private static final String TAKE_BACK = """
            ask() { # SOCKET PATH
              [ -S "$1" ] || return 1
              told=$(curl -sS --max-time 14 --unix-socket "$1" -X POST -w '\\n%{http_code}' "http://run/$2" 2>&1)
              case $told in *'
            200') exit 0 ;; esac
            }
            told='its server is gone'
            ask "$1" "take-back/$5"
            for again in 1 2 3 4 5 6 7 8 9 10 11 12 -; do
              ask "$3" "settle/$4/$5"
              case $told in *'
            500') break ;; esac
              [ "$again" = - ] || sleep 1
            done
            echo "agent $4 takes back by itself what it did for a run that it no longer hears; whether it has cannot be asked: $told" >&2
            exit 1
            """;

    @Override
    public String name() {
        return "agent of the fleet";
    }

    @Override
    public String needs() {
        return "a server that carries out the run, and an agent on the host that has a way of its own; curl on the server";
    }

    @Override
    public String inverse() {
        return "the agent takes back what it has done, by itself when it no longer hears of the run";
    }

    @Override
    public Optional<String> missing(Machine machine) {
        if (FleetLink.of(machine.environment()).isEmpty()) {
            return Optional.of("no server carries out this run");
        }
        return machine.tool("curl").isPresent() ? Optional.empty() : Optional.of("curl is not installed");
    }

    @Override
    public Optional<String> missingFor(Target target, Arguments arguments, Machine machine) {
        Optional<Member> member = AgentFinder.member(target, machine);
        if (member.isEmpty()) {
            return Optional.of("agent " + target.name() + " is not connected any more");
        }
        String name = fault.descriptor().name();
        if (member.get().rungs().get(name).isEmpty()) {
            return Optional.of("none of its ways holds on " + target.name() + "; 'shakeout doctor' there says why");
        }
        if (hits(target).members().isEmpty() && !fault.targetKinds().contains(HOST)) {
            return Optional.of(
                    "it does not hit a host as a whole; say in 'hits' what of it, such as {kind: process, name: nginx}");
        }
        return Optional.empty();
    }

    private static Json.Obj hits(Target target) {
        return JsonReader.read(target.details().getOrDefault(AgentFinder.HITS.name(), "{}")) instanceof Json.Obj object
                ? object
                : Json.Obj.EMPTY;
    }

    private static Aim aim(Target target) {
        var by = new LinkedHashMap<>(hits(target).members());
        Json kind = by.remove("kind");
        if (kind == null && !by.isEmpty()) {
            throw new BadValue("'hits' does not say which kind of target; add kind, such as kind: process");
        }
        return new Aim.Found(kind == null ? HOST : kind.text(), new Json.Obj(by));
    }

    @Override
    public Prepared plan(Target target, Arguments arguments, Machine machine) {
        FleetLink link =
                FleetLink.of(machine.environment()).orElseThrow(() -> new BadValue("no server carries out this run"));
        String ledger = "fleet-" + UUID.randomUUID();
        var plan = new Order.Plan(
                ledger, fault.descriptor().name(), WrittenArguments.write(fault.descriptor(), arguments), aim(target));
        var doors = FleetAgents.Planned.on(machine);
        var agent = new AgentOnHost(link, target, plan, doors.door());
        doors.add(ledger, agent);
        var step = Step.shell(
                "have the agent on " + target.name() + " bring "
                        + fault.descriptor().name() + " about",
                ASK,
                List.of(agent.door().toString(), "inject/" + ledger),
                Inverse.of(
                        TAKE_BACK,
                        agent.door().toString(),
                        "take-back/" + ledger,
                        link.door().toString(),
                        target.id(),
                        ledger));
        var notes = List.of(
                "agent " + target.id(),
                "which way it takes (" + String.join("; ", ways(target, machine))
                        + ") is known when the run begins; if there is none," + " nothing is done");
        return new Prepared(
                List.of(step),
                new AgentEffect(agent, fault.effect() + ", measured on " + target.name(), "on the host"),
                notes);
    }

    private List<String> ways(Target target, Machine machine) {
        return AgentFinder.member(target, machine)
                                .flatMap(member ->
                                        member.rungs().get(fault.descriptor().name()))
                                .orElse(Json.of(List.of()))
                        instanceof Json.Arr(var names)
                ? names.stream().map(Json::text).toList()
                : List.of();
    }
}
