package dev.shakeout.fks.supervisor;

import dev.shakeout.fks.http.HttpService;
import dev.shakeout.fks.http.Reply;
import dev.shakeout.fks.http.Request;
import dev.shakeout.fks.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What can be asked of the platform. */
final class SupervisorApi {
    /** The others keep files, of which two processes must not take hold at once. */
    private static final String SCALABLE = "fks_auth";

    private static final int REPLICAS_MAX = 8;

    private final Map<String, Service> services;

    SupervisorApi(Map<String, Service> services) {
        this.services = services;
    }

    void addTo(HttpService http) {
        http.on("GET", "/services", _ -> list())
                .on("GET", "/services/{name}", request -> with(request, SupervisorApi::reply))
                .on("POST", "/services/{name}/scale", request -> with(request, service -> scale(service, request)))
                .on("GET", "/health", _ -> health())
                .start(() -> true);
    }

    private Reply list() {
        List<Map<String, Object>> all =
                services.values().stream().map(Service::fields).toList();
        return Reply.json(200, "services", all);
    }

    private Reply with(Request request, Function<Service, Reply> answer) {
        Service service = services.get(request.variable("name"));
        return service == null
                ? Reply.error(404, "there is no service " + request.variable("name"))
                : answer.apply(service);
    }

    private static Reply scale(Service service, Request request) {
        long replicas = request.json().whole("replicas", -1);
        int max = service.name().equals(SCALABLE) ? REPLICAS_MAX : 1;
        if (replicas < 0 || replicas > max) {
            throw new IllegalArgumentException("replicas of " + service.name() + " must be 0 to " + max);
        }
        service.rebase((int) replicas);
        return reply(service);
    }

    private Reply health() {
        Map<String, Object> summaries = new LinkedHashMap<>();
        services.forEach((name, service) -> summaries.put(name, service.summary()));
        boolean healthy = services.values().stream().allMatch(Service::healthy);
        return Reply.json(healthy ? 200 : 503, "healthy", healthy, "services", summaries);
    }

    private static Reply reply(Service service) {
        return new Reply(200, "application/json", Json.write(service.fields()));
    }
}
