package dev.shakeout.server.web;

import static dev.shakeout.server.web.Endpoint.Given.json;

import dev.shakeout.model.Json;
import dev.shakeout.server.access.Role;
import dev.shakeout.server.store.EnrolledAgent;
import dev.shakeout.server.web.Endpoint.Verb;
import java.util.List;

/** The agents of the fleet: listed, looked at, revoked. They themselves come by {@link AgentSocket}. */
final class AgentEndpoints {
    private static final String ALL = Endpoints.API + "/agents";
    private static final String ONE = ALL + "/{agent}";

    private final Desk desk;

    private AgentEndpoints(Desk desk) {
        this.desk = desk;
    }

    static List<Endpoint> all(Desk desk) {
        var here = new AgentEndpoints(desk);
        return List.of(
                Endpoint.of(
                                "listAgents",
                                Verb.GET,
                                ALL,
                                Role.VIEWER,
                                Scope.QUERY,
                                "All agents that have joined, oldest first, those too that were revoked.",
                                json(200, Shape.pageOf(AgentAnswers.AGENT)),
                                here::list)
                        .query(Field.optional("environment", Kind.NAME, "Only those for this one.")),
                Endpoint.of(
                        "getAgent",
                        Verb.GET,
                        ONE,
                        Role.VIEWER,
                        Scope.AGENT,
                        "One agent, with what it says of its host.",
                        json(200, AgentAnswers.AGENT_SAYS),
                        here::get),
                Endpoint.of(
                        "revokeAgent",
                        Verb.DELETE,
                        ONE,
                        Role.OPERATOR,
                        Scope.AGENT,
                        "Cuts an agent off, at once and for ever; its key lets nobody in any more.",
                        json(200, AgentAnswers.AGENT),
                        here::revoke));
    }

    private Reply list(Call call) {
        List<EnrolledAgent> all = desk.store().read(work -> work.agents().all());
        return Reply.ok(Answers.all(
                all.stream()
                        .filter(each -> call.shown().covers(each.environment()))
                        .toList(),
                agent -> AgentAnswers.of(agent, call.now())));
    }

    private Reply get(Call call) {
        String id = call.variable("agent");
        EnrolledAgent agent = desk.store().read(work -> work.agents().find(id)).orElseThrow(() -> missing(id));
        return Reply.ok(AgentAnswers.of(agent, call.now())
                .with("facts", agent.said().facts())
                .with("rungs", agent.said().rungs()));
    }

    static Refusal missing(String id) {
        return Refusal.notFound("there is no agent with the id '" + id + "'; " + ALL + " lists them");
    }

    private Reply revoke(Call call) {
        String id = call.variable("agent");
        EnrolledAgent agent = desk.store().change(work -> {
            if (work.agents().revoke(id, call.now())) {
                work.audit().append(call.now(), call.caller(), "agent.revoke", "agent/" + id, Json.Obj.EMPTY);
            }
            return work.agents().find(id).orElseThrow(() -> missing(id));
        });
        desk.fleet().look();
        return Reply.ok(AgentAnswers.of(agent, call.now()));
    }
}
