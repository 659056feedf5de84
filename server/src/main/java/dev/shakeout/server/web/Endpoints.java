package dev.shakeout.server.web;

import java.util.List;
import java.util.stream.Stream;

/** All that can be asked for. */
final class Endpoints {
    static final String API = "/api/v1";

    private Endpoints() {}

    static List<Endpoint> all(Desk desk) {
        return Stream.of(
                        ExperimentEndpoints.all(desk),
                        EnvironmentEndpoints.all(desk),
                        RunEndpoints.all(desk),
                        ApprovalEndpoints.all(desk),
                        AheadEndpoints.all(desk),
                        HaltEndpoints.all(desk),
                        ScheduleEndpoints.all(desk),
                        RolloutEndpoints.all(desk),
                        GateEndpoints.all(desk),
                        ChannelEndpoints.all(desk),
                        FindingEndpoints.all(desk),
                        ReviewEndpoints.all(desk),
                        EnrolmentEndpoints.all(desk),
                        AgentEndpoints.all(desk),
                        SessionEndpoints.all(desk),
                        UserEndpoints.all(desk),
                        TokenEndpoints.all(desk),
                        AuditEndpoints.all(desk),
                        MetricsEndpoints.all(desk))
                .flatMap(List::stream)
                .toList();
    }
}
