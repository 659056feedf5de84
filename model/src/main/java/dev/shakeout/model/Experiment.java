package dev.shakeout.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a file asks for, with configuration and secrets already filled in.
 *
 * @param source the document as it was written, before anything was filled in: what the journal shows, so that no
 *     secret reaches it
 * @param links proxies that the user declared on links between services, by the name of the service behind them; the
 *     value is the proxy's control folder
 */
public record Experiment(
        String title,
        String description,
        List<String> tags,
        Optional<Hypothesis> hypothesis,
        List<Activity> method,
        List<Activity> rollbacks,
        Safety safety,
        Strategies strategies,
        Map<String, Path> links,
        Json.Obj source) {
    public Experiment {
        tags = List.copyOf(tags);
        method = List.copyOf(method);
        rollbacks = List.copyOf(rollbacks);
        links = Map.copyOf(links);
    }
}
