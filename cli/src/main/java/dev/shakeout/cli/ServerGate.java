package dev.shakeout.cli;

import dev.shakeout.cli.remote.ServerApi;
import dev.shakeout.model.BadValue;
import dev.shakeout.report.GateJson;
import dev.shakeout.report.gate.Answer;
import dev.shakeout.report.gate.Question;
import java.io.IOException;
import java.util.ArrayList;

/** Asks the gate of a server, which judges by what is stored there. */
final class ServerGate {
    private ServerGate() {}

    /** The question as a query. Seconds are the smallest thing that a gate goes by. */
    static String query(Question question) {
        var parts = new ArrayList<String>();
        question.service().ifPresent(name -> parts.add("service=" + ServerApi.escaped(name)));
        question.environment().ifPresent(name -> parts.add("environment=" + ServerApi.escaped(name)));
        question.version().ifPresent(name -> parts.add("version=" + ServerApi.escaped(name)));
        parts.add("max-age=" + Math.max(1, question.maxAge().toSeconds()) + "s");
        question.required().forEach(title -> parts.add("require=" + ServerApi.escaped(title)));
        return String.join("&", parts);
    }

    static Answer ask(Question question, ServerApi server) throws IOException {
        try {
            return GateJson.read(server.get("/gate?" + query(question)).json());
        } catch (BadValue e) {
            throw new IOException(server.url() + ": " + e.getMessage(), e);
        }
    }
}
