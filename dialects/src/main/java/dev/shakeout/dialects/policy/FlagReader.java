package dev.shakeout.dialects.policy;

import dev.shakeout.dialects.Fields;
import dev.shakeout.dialects.FilePath;
import dev.shakeout.dialects.Name;
import dev.shakeout.model.Rule.FlagSource;
import dev.shakeout.model.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads where a feature flag is found: {variable}, {file, key}, {url} or {service, key}. */
final class FlagReader {
    private static final Type<Duration> TIMEOUT = Type.duration(Duration.ofMillis(100), Duration.ofSeconds(30));
    private static final Type<Path> FILE = new FilePath("the path of a file, beside the policy or in full");
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Path policy;

    /**
     * @param policy the file that is read; files that it names are looked for beside it
     */
    FlagReader(String policy) {
        this.policy = Path.of(policy);
    }

    Optional<FlagSource> read(Fields flag) {
        List<String> given = List.of("variable", "file", "url", "service").stream()
                .filter(key -> flag.find(key).isPresent())
                .toList();
        if (given.size() != 1) {
            flag.allow("variable", "file", "key", "url", "service", "timeout");
            flag.problems()
                    .at(
                            flag.position(),
                            "a feature flag comes from one of variable, file with key, url, or service with key; found "
                                    + (given.isEmpty() ? "none" : String.join(" and ", given)));
            return Optional.empty();
        }
        return switch (given.getFirst()) {
            case "variable" ->
                flag.allow("variable").find("variable", Name.TYPE).map(FlagSource.Variable::new);
            case "file" -> {
                flag.allow("file", "key");
                var file = flag.find("file", FILE).map(policy::resolveSibling);
                var key = flag.require("key", Name.TYPE);
                yield file.isEmpty() || key.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new FlagSource.File(file.get(), key.get()));
            }
            case "url" -> {
                flag.allow("url", "timeout");
                Duration timeout = flag.or("timeout", TIMEOUT, PATIENCE);
                yield flag.find("url", Forms.HTTP).map(url -> new FlagSource.Url(url, timeout));
            }
            default -> {
                flag.allow("service", "key", "timeout");
                Duration timeout = flag.or("timeout", TIMEOUT, PATIENCE);
                var service = flag.find("service", Forms.HTTP);
                var key = flag.require("key", Name.TYPE);
                yield service.isEmpty() || key.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new FlagSource.Remote(service.get(), key.get(), timeout));
            }
        };
    }
}
