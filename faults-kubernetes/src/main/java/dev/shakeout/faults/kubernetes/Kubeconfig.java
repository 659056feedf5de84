package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.BadValue;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How the cluster is reached, as kubectl finds it: the files that KUBECONFIG names, or ~/.kube/config, or else the service
 * account of the pod that Shakeout runs in.
 */
final class Kubeconfig {
    /** Where a pod finds its account. */
    private static final String ACCOUNT = "var/run/secrets/kubernetes.io/serviceaccount";

    private final Machine machine;

    Kubeconfig(Machine machine) {
        this.machine = machine;
    }

    /**
     * The way to the cluster of a context, or of the current one.
     *
     * @throws BadValue there is no way, or no such context
     */
    Config config(Optional<String> context) {
        List<Path> files = files();
        if (!files.isEmpty()) {
            return fromFiles(files, context);
        }
        absent().ifPresent(why -> {
            throw new BadValue(why);
        });
        context.ifPresent(name -> {
            throw new BadValue(
                    "context '" + name + "' is asked for, but a pod knows its own cluster only; give a kubeconfig");
        });
        return inPod();
    }

    /** Whether there is a file at all; where there is none, only the account of a pod is left. */
    boolean isWritten() {
        return !files().isEmpty();
    }

    /** Why no cluster is known; empty when there is a way to one, which may still not be open. */
    Optional<String> absent() {
        boolean inPod = !host().isEmpty() && Files.isReadable(account().resolve("token"));
        return inPod || !files().isEmpty()
                ? Optional.empty()
                : Optional.of("no cluster is known: there is no kubeconfig (" + looked()
                        + "), and this is no pod with a service account");
    }

    private String host() {
        return machine.environment().getOrDefault("KUBERNETES_SERVICE_HOST", "");
    }

    private Path account() {
        return machine.root().resolve(ACCOUNT);
    }

    private Config inPod() {
        String host = host();
        Path account = account();
        String port = machine.environment().getOrDefault("KUBERNETES_SERVICE_PORT", "443");
        try {
            return common(new ConfigBuilder(Config.empty())
                    .withMasterUrl("https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port)
                    .withCaCertFile(account.resolve("ca.crt").toString())
                    .withNamespace(
                            Files.readString(account.resolve("namespace")).strip())
                    // read anew at each use: a pod's token is replaced every hour
                    .withOauthTokenProvider(() -> read(account.resolve("token"))));
        } catch (java.io.IOException e) {
            throw new BadValue("the service account of this pod cannot be read: " + e);
        }
    }

    private static String read(Path token) {
        try {
            return Files.readString(token).strip();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Config fromFiles(List<Path> files, Optional<String> context) {
        Config config = Config.empty();
        var read = files.stream().map(this::parse).toArray(io.fabric8.kubernetes.api.model.Config[]::new);
        List<String> contexts = Arrays.stream(read)
                .flatMap(each -> each.getContexts().stream())
                .map(NamedContext::getName)
                .toList();
        String name = context.or(() -> Arrays.stream(read)
                        .map(io.fabric8.kubernetes.api.model.Config::getCurrentContext)
                        .filter(each -> each != null && !each.isEmpty())
                        .findFirst())
                .orElseThrow(() -> new BadValue(
                        "the kubeconfig has no current context; name one of " + String.join(", ", contexts)));
        if (!contexts.contains(name)) {
            throw new BadValue("there is no context '" + name + "' in "
                    + files.stream().map(Path::toString).collect(Collectors.joining(", ")) + "; there are "
                    + (contexts.isEmpty() ? "none" : String.join(", ", contexts)));
        }
        try {
            KubeConfigUtils.merge(config, name, read);
        } catch (KubernetesClientException e) {
            throw new BadValue("the kubeconfig of context '" + name + "' does not do: " + e.getMessage());
        }
        return common(new ConfigBuilder(config));
    }

    private io.fabric8.kubernetes.api.model.Config parse(Path file) {
        try {
            return KubeConfigUtils.parseConfig(new File(file.toString()));
        } catch (RuntimeException e) {
            throw new BadValue(file + " is no kubeconfig: " + e.getMessage());
        }
    }

    /** Trying again is decided by whoever asks; the library's own way would take minutes. */
    private static Config common(ConfigBuilder config) {
        return config.withRequestRetryBackoffLimit(0)
                .withHttp2Disable(true) // one connection for all would be lost with the one request that nobody answers
                .withConnectionTimeout(5_000)
                .withRequestTimeout(20_000)
                .withUserAgent("shakeout")
                .build();
    }

    private List<Path> files() {
        return candidates().stream().filter(Files::isRegularFile).toList();
    }

    private List<Path> candidates() {
        Map<String, String> environment = machine.environment();
        String named = environment.getOrDefault("KUBECONFIG", "");
        if (!named.isBlank()) {
            return Arrays.stream(named.split(File.pathSeparator))
                    .filter(each -> !each.isBlank())
                    .map(Path::of)
                    .toList();
        }
        String home = environment.getOrDefault("HOME", "");
        return home.isEmpty() ? List.of() : List.of(Path.of(home, ".kube", "config"));
    }

    private String looked() {
        List<Path> candidates = candidates();
        return candidates.isEmpty()
                ? "neither KUBECONFIG nor HOME is set"
                : candidates.stream().map(Path::toString).collect(Collectors.joining(", ")) + " is not there";
    }
}
