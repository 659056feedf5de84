package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.BadValue;
import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the cluster is reached, as kubectl finds it: the files that KUBECONFIG names, or ~/.kube/config, or else the service
 * account of the pod that Shakeout runs in.
 */
public final class Kubeconfig {
    /** The variable by which a context is the current one, whatever the files say. */
    public static final String CONTEXT = "SHAKEOUT_CONTEXT";
    /** The variable by which a namespace is that of every context. */
    public static final String NAMESPACE = "SHAKEOUT_NAMESPACE";

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
        Optional<String> wanted = context.or(() -> variable(CONTEXT));
        if (!files.isEmpty()) {
            return fromFiles(files, wanted);
        }
        absent().ifPresent(why -> {
            throw new BadValue(why);
        });
        wanted.filter(name -> !name.equals(Cluster.IN_POD)).ifPresent(name -> {
            throw new BadValue("context '" + name + "' is asked for, but a pod knows its own cluster only ("
                    + Cluster.IN_POD + "); give a kubeconfig");
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
                    .withOauthTokenProvider(new StandingToken(new TokenSource.InFile(account.resolve("token")))));
        } catch (IOException e) {
            throw new BadValue("the service account of this pod cannot be read: " + e);
        }
    }

    private Config fromFiles(List<Path> files, Optional<String> context) {
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
        Config config = merged(name, read);
        var builder = new ConfigBuilder(config);
        user(config, read).flatMap(user -> token(user, files, config)).ifPresent(builder::withOauthTokenProvider);
        return common(builder);
    }

    private static Config merged(String context, io.fabric8.kubernetes.api.model.Config... read) {
        Config config = Config.empty();
        try {
            KubeConfigUtils.merge(config, context, read);
        } catch (KubernetesClientException e) {
            throw new BadValue("the kubeconfig of context '" + context + "' does not do: " + e.getMessage());
        }
        return config;
    }

    /** Of several with the same name the first counts, as for kubectl. */
    private static Optional<AuthInfo> user(Config config, io.fabric8.kubernetes.api.model.Config... read) {
        String name = config.getCurrentContext().getContext().getUser();
        return Arrays.stream(read)
                .flatMap(each -> each.getUsers().stream())
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .flatMap(each -> Optional.ofNullable(each.getUser()));
    }

    /** Empty for an account that has none, but a certificate. */
    private Optional<StandingToken> token(AuthInfo user, List<Path> files, Config config) {
        String context = config.getCurrentContext().getName();
        File written = KubeConfigUtils.getFileWithNamedAuthInfo(config.getCurrentContext());
        Path folder = (written == null ? files.getFirst() : written.toPath())
                .toAbsolutePath()
                .resolveSibling("");
        Supplier<String> again = () -> held(merged(
                context, files.stream().map(this::parse).toArray(io.fabric8.kubernetes.api.model.Config[]::new)));
        String now = held(config);
        try {
            if (user.getTokenFile() != null && !user.getTokenFile().isEmpty()) {
                return Optional.of(new StandingToken(new TokenSource.InFile(folder.resolve(user.getTokenFile()))));
            }
            if (now.isEmpty() || user.getAuthProvider() != null) {
                return Optional.empty();
            }
            return Optional.of(new StandingToken(
                    user.getExec() == null
                            ? new TokenSource.InKubeconfig(files, context, again, now)
                            : new TokenSource.FromProgram(folder, user.getExec(), again, machine.clock(), now)));
        } catch (IOException e) {
            throw new BadValue("the token of context '" + context + "' cannot be read: " + e);
        }
    }

    private static String held(Config config) {
        return Stream.of(config.getOauthToken(), config.getAutoOAuthToken())
                .filter(each -> each != null && !each.isEmpty())
                .findFirst()
                .orElse("");
    }

    private io.fabric8.kubernetes.api.model.Config parse(Path file) {
        try {
            return KubeConfigUtils.parseConfig(new File(file.toString()));
        } catch (RuntimeException e) {
            throw new BadValue(file + " is no kubeconfig: " + e.getMessage());
        }
    }

    private Optional<String> variable(String name) {
        return Optional.of(machine.environment().getOrDefault(name, "")).filter(value -> !value.isBlank());
    }

    /** Trying again is decided by whoever asks; the library's own way would take minutes. */
    private Config common(ConfigBuilder config) {
        variable(NAMESPACE).ifPresent(config::withNamespace);
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
