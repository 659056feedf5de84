package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Foreseen;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.engine.Twin;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Selector;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What actions of chaostoolkit-kubernetes 0.39 share: requests that change something, and what is known of them beforehand. */
final class Deed {
    static final Selector.Mode ALL = new Selector.Mode.All();
    private static final Map<Integer, String> REASONS = Map.of(
            400,
            "Bad Request",
            401,
            "Unauthorized",
            403,
            "Forbidden",
            404,
            "Not Found",
            409,
            "Conflict",
            422,
            "Unprocessable Entity");

    private Deed() {}

    /** What a call is going to change. */
    interface Foresight {
        /** @throws IOException nobody knows, and the call itself will tell why */
        List<Foreseen> of(ToolkitCall call) throws IOException, ProbeFailed;
    }

    static Twin twin(String function, String parameters, ToolkitCall.Body body) {
        return ToolkitCall.twin(function, parameters, body);
    }

    static Twin twin(String function, String parameters, ToolkitCall.Body body, Foresight foresight) {
        return twin(function, parameters, body).foreseeing(call -> {
            try {
                return foresight.of(ToolkitCall.of(call));
            } catch (IOException | ProbeFailed | BadValue _) {
                return List.of();
            }
        });
    }

    /** The fault that does the same to these, of all that are selected. */
    static List<Foreseen> foreseen(Fault fault, Selector selector, Arguments arguments, List<Resource> hit) {
        Set<String> ids = hit.stream().map(Resource::uid).collect(Collectors.toSet());
        return ids.isEmpty() ? List.of() : List.of(new Foreseen(fault, selector, arguments, ids));
    }

    /** Criteria that hold for every kind of object in the namespace of a call. */
    static Arguments in(ToolkitCall call) {
        return cluster(call).with(Criteria.NAMESPACE, call.namespace());
    }

    static Arguments cluster(ToolkitCall call) {
        return Arguments.NONE.with(Criteria.CONTEXT, call.cluster().context());
    }

    /** @throws ProbeFailed what the extension's client raises when it is refused */
    static void send(ToolkitCall call, String method, String path, String type, Json body)
            throws IOException, ProbeFailed {
        var answer = call.cluster().send(method, path, type, body == Json.Null.NULL ? "" : body.compact());
        if (!answer.ok()) {
            String words = refusal(answer);
            throw new ProbeFailed(
                    words.replace('\n', ' ').strip(),
                    List.of("chaoslib.exceptions.ActivityFailed: kubernetes.client.exceptions."
                            + exception(answer.status()) + ": " + words));
        }
    }

    private static String exception(int status) {
        return switch (status) {
            case 400 -> "BadRequestException";
            case 401 -> "UnauthorizedException";
            case 403 -> "ForbiddenException";
            case 404 -> "NotFoundException";
            case 409 -> "ConflictException";
            case 422 -> "UnprocessableEntityException";
            default -> status / 100 == 5 ? "ServiceException" : "ApiException";
        };
    }

    /** The same, raised with words of the extension's own before it. */
    static void patch(ToolkitCall call, String path, Json body, String failure) throws IOException, ProbeFailed {
        var answer = call.cluster().send("PATCH", path, Cluster.MERGE, body.compact());
        if (!answer.ok()) {
            throw ToolkitCall.failed(failure.replace("{error}", refusal(answer)).replace("{body}", answer.text()));
        }
    }

    /** As the extension's client says it, but for the headers of the answer. */
    private static String refusal(Cluster.Answer answer) {
        return "(" + answer.status() + ")\nReason: " + REASONS.getOrDefault(answer.status(), "")
                + "\nHTTP response body: " + answer.text() + "\n\n";
    }
}
