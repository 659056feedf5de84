package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Inverse;
import io.fabric8.kubernetes.api.model.ExecConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Where an account's token is kept. Most are replaced every hour or so, and a run may take longer. */
sealed interface TokenSource {
    /**
     * The token as it is now.
     *
     * @param refused whether the API server no longer takes the one that was read last
     */
    String read(boolean refused) throws IOException;

    /** A shell that prints it when there is no JVM. */
    Inverse renewal();

    /** A file that somebody else replaces: tokenFile, or that of a pod. */
    record InFile(Path file) implements TokenSource {
        @Override
        public String read(boolean refused) throws IOException {
            return Files.readString(file).strip();
        }

        @Override
        public Inverse renewal() {
            return new Inverse("cat -- \"$1\"\n", List.of(file.toAbsolutePath().toString()));
        }
    }

    /** The kubeconfig itself, which whoever logs in again writes anew. */
    final class InKubeconfig implements TokenSource {
        /** $1 is the context, $2 KUBECONFIG; without kubectl only the one token of a kubeconfig in JSON is found. */
        private static final String RENEWAL = """
                if command -v kubectl >/dev/null; then
                  KUBECONFIG=$2 kubectl config view --raw --minify --context "$1" -o 'jsonpath={.users[0].user.token}'
                else
                  sed -n 's/.*"token" *: *"\\([^"]*\\)".*/\\1/p' "$2"
                fi
                """;

        private final List<Path> files;
        private final String context;
        private final Supplier<String> ask;
        private List<FileTime> times;
        private String token;

        InKubeconfig(List<Path> files, String context, Supplier<String> ask, String token) throws IOException {
            this.files = files;
            this.context = context;
            this.ask = ask;
            this.times = times();
            this.token = token;
        }

        @Override
        public synchronized String read(boolean refused) throws IOException {
            List<FileTime> now = times();
            if (refused || !now.equals(times)) {
                token = ask.get();
                times = now;
            }
            return token;
        }

        private List<FileTime> times() throws IOException {
            var all = new ArrayList<FileTime>();
            for (Path file : files) {
                all.add(Files.getLastModifiedTime(file));
            }
            return all;
        }

        @Override
        public Inverse renewal() {
            var paths =
                    files.stream().map(each -> each.toAbsolutePath().toString()).toList();
            return new Inverse(RENEWAL, List.of(context, String.join(":", paths)));
        }
    }

    /** A program that a kubeconfig names (https://kubernetes.io/docs/reference/config-api/client-authentication.v1/). */
    final class FromProgram implements TokenSource {
        /** The shortest tokens that clouds give live for a quarter of an hour. */
        private static final Duration YOUNG = Duration.ofMinutes(5);

        /** $1 is the folder of the kubeconfig, $2 what the program is told; then variables, the program and its arguments. */
        private static final String RENEWAL = """
                cd "$1" || exit 1
                KUBERNETES_EXEC_INFO=$2
                export KUBERNETES_EXEC_INFO
                shift 2
                env "$@" </dev/null | tr -d '\\n' | sed -n 's/.*"token"[[:space:]]*:[[:space:]]*"\\([^"]*\\)".*/\\1/p'
                """;

        private final Path folder;
        private final ExecConfig program;
        private final Supplier<String> ask;
        private final InstantSource clock;
        private String token;
        private Instant asked;

        FromProgram(Path folder, ExecConfig program, Supplier<String> ask, InstantSource clock, String token) {
            this.folder = folder;
            this.program = program;
            this.ask = ask;
            this.clock = clock;
            this.token = token;
            this.asked = clock.instant();
        }

        @Override
        public synchronized String read(boolean refused) {
            Instant now = clock.instant();
            if (refused || asked.plus(YOUNG).isBefore(now)) {
                token = ask.get();
                asked = now;
            }
            return token;
        }

        @Override
        public Inverse renewal() {
            String told = "{\"apiVersion\":\"" + program.getApiVersion()
                    + "\",\"kind\":\"ExecCredential\",\"spec\":{\"interactive\":false}}";
            var arguments = new ArrayList<>(List.of(folder.toString(), told));
            if (program.getEnv() != null) {
                program.getEnv().forEach(each -> arguments.add(each.getName() + "=" + each.getValue()));
            }
            arguments.add(program.getCommand());
            if (program.getArgs() != null) {
                arguments.addAll(program.getArgs());
            }
            return new Inverse(RENEWAL, arguments);
        }
    }
}
