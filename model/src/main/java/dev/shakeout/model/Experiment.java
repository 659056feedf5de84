package dev.shakeout.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a file asks for, with configuration and secrets already filled in.
 *
 * @param rules by which it was read, and by which it runs
 * @param dry what the file says is only pretended
 * @param links proxies that the user declared on links between services, by the name of the service behind them; the
 *     value is the proxy's control folder
 * @param source the document as it was written, before anything was filled in: what the journal shows, so that no
 *     secret reaches it
 * @param material what the user's own controls may look at, and what is read again when they change it
 */
public record Experiment(
        Rules rules,
        String title,
        String description,
        List<String> tags,
        Optional<Hypothesis> hypothesis,
        List<Activity> method,
        List<Activity> rollbacks,
        Safety safety,
        Strategies strategies,
        Dry dry,
        Map<String, Path> links,
        Json.Obj source,
        Material material) {
    public Experiment {
        tags = List.copyOf(tags);
        method = List.copyOf(method);
        rollbacks = List.copyOf(rollbacks);
        links = Map.copyOf(links);
    }

    /** A method, and nothing else that is not the default. */
    public static Experiment of(String title, List<Activity> method) {
        return new Experiment(
                Rules.SHAKEOUT,
                title,
                "",
                List.of(),
                Optional.empty(),
                method,
                List.of(),
                Safety.DEFAULT,
                Strategies.DEFAULT,
                Dry.NOTHING,
                Map.of(),
                Json.object("title", title),
                Material.NONE);
    }

    public Experiment with(Strategies other) {
        return with(other, dry, links, source);
    }

    public Experiment with(Dry other) {
        Json noted = other == Dry.NOTHING ? Json.Null.NULL : Json.of(other.word());
        return with(strategies, other, links, rules.ours() ? source : source.with("dry", noted));
    }

    public Experiment with(Map<String, Path> otherLinks) {
        return with(strategies, dry, otherLinks, source);
    }

    private Experiment with(Strategies strategies, Dry dry, Map<String, Path> links, Json.Obj source) {
        return new Experiment(
                rules,
                title,
                description,
                tags,
                hypothesis,
                method,
                rollbacks,
                safety,
                strategies,
                dry,
                links,
                source,
                material);
    }
}
