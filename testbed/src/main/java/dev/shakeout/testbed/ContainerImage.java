package dev.shakeout.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.engine.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Shakeout's own image, built by the script and the file that a user builds it with, in a Docker of its own. Only its base
 * comes from no registry: it is made of Debian's packages. Base and layers of packages are kept beside Kubernetes' programs,
 * so that the next build downloads nothing.
 */
public final class ContainerImage implements AutoCloseable {
    private static final String BASE = "debian:trixie-slim";
    private static final String JDK = "testbed/jdk"; // the first stage, whose layers nothing else keeps
    private static final String MIRROR = "deb.debian.org";
    private static final Pattern NAMED = Pattern.compile("(?m)^ *image: (shakeout:\\S+)$");
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration WITH_DOWNLOADS = Duration.ofMinutes(30);

    private final Path home;
    private final String name;
    private final Engine engine;
    private final Machine machine;

    private ContainerImage(Path home, String name, Engine engine, Machine machine) {
        this.home = home;
        this.name = name;
        this.engine = engine;
        this.machine = machine;
    }

    /**
     * Skips the test where what it is made of was not fetched before; {@code ./verify --kubernetes} fetches it.
     *
     * @param home Shakeout's source tree, which must have been built
     * @param folder an empty one
     */
    public static ContainerImage build(Path home, Path folder, Machine machine) throws IOException {
        Path kept = kept(home, machine);
        boolean there = Files.exists(kept);
        assumeTrue(
                there || !System.getProperty(KubernetesPrograms.PROPERTY, "").isEmpty(),
                () -> "needs " + kept + ", which ./verify --kubernetes makes");
        assumeTrue(there || machine.tool("debootstrap").isPresent(), "needs debootstrap");
        var image = new ContainerImage(home, name(home), Engine.docker(folder, machine), machine);
        try {
            if (there) {
                image.docker("load", "--input", kept.toString());
            } else {
                image.fetch(kept);
            }
            image.build(PATIENCE, "--cache-from", BASE, "--cache-from", JDK, "--cache-from", image.name);
            return image;
        } catch (IOException | RuntimeException | Error e) {
            image.close();
            throw e;
        }
    }

    /**
     * The image that was kept, with a program of the test's own in place of the command: for tests that come before the
     * command is built. Skips the test where there is none.
     *
     * @param home Shakeout's source tree
     * @param folder an empty one
     * @param main class that is started in place of the command's, with its arguments
     * @param classPath what it needs
     */
    public static ContainerImage running(Path home, Path folder, String main, List<Path> classPath, Machine machine)
            throws IOException {
        Path kept = kept(home, machine);
        assumeTrue(Files.exists(kept), () -> "needs " + kept + ", which ./verify --kubernetes makes");
        Path context = Files.createDirectory(folder.resolve("context"));
        var image = new ContainerImage(
                home, name(home), Engine.docker(Files.createDirectory(folder.resolve("engine")), machine), machine);
        try {
            image.docker("load", "--input", kept.toString());
            var inside = new ArrayList<String>();
            for (Path each : classPath) {
                String name = "c" + inside.size() + (Files.isDirectory(each) ? "" : ".jar");
                image.run(
                        PATIENCE,
                        List.of(
                                "cp",
                                "-rL",
                                each.toString(),
                                context.resolve(name).toString()));
                inside.add("/opt/test/" + name);
            }
            Files.writeString(context.resolve("shakeout"), """
                    #!/bin/sh
                    exec /opt/java/bin/java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED \\
                      -cp %s %s "$@"
                    """.formatted(String.join(":", inside), main));
            Files.writeString(context.resolve("Dockerfile"), """
                    FROM %s
                    USER 0
                    COPY . /opt/test/
                    RUN chmod 755 /opt/test/shakeout && ln -sf /opt/test/shakeout /usr/local/bin/shakeout
                    USER 65532
                    """.formatted(image.name));
            image.run(
                    PATIENCE,
                    List.of(
                            "env",
                            "DOCKER_BUILDKIT=0",
                            "docker",
                            "--host",
                            "unix://" + image.engine.socket(),
                            "build",
                            "--network=none",
                            "--tag",
                            image.name,
                            context.toString()));
            return image;
        } catch (IOException | RuntimeException | Error e) {
            image.close();
            throw e;
        }
    }

    private static Path kept(Path home, Machine machine) throws IOException {
        return KubernetesPrograms.cache(machine).resolve("image-" + recipe(home) + ".tar");
    }

    private static String name(Path home) throws IOException {
        String manifest = Files.readString(home.resolve("deploy/kubernetes/operator.yaml"));
        return NAMED.matcher(manifest).results().findFirst().orElseThrow().group(1);
    }

    /** As the manifests name it. */
    public String name() {
        return name;
    }

    /** It has the image. */
    public Engine engine() {
        return engine;
    }

    /** Writes it into a file, for {@link RealNode#add}. */
    public void save(Path archive) {
        docker("save", "--output", archive.toString(), name);
    }

    /** What the layers that are kept were made by. */
    private static String recipe(Path home) throws IOException {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(Files.readAllBytes(home.resolve("deploy/container/Containerfile")));
            return HexFormat.of().formatHex(digest).substring(0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void fetch(Path kept) throws IOException {
        Path debian = engine.folder().resolve("debian.tar");
        Path script = Script.into(engine.folder(), "debian.sh");
        run(WITH_DOWNLOADS, List.of("unshare", "--mount", "sh", script.toString(), debian.toString()));
        docker("import", "--change", "CMD [\"bash\"]", debian.toString(), BASE);
        NodeLink link = NodeLink.join(engine.pid(), 80, machine.processes());
        try (Daemon _ = Daemon.start(
                machine.tool("socat").orElseThrow(),
                List.of("TCP-LISTEN:80,bind=" + link.host() + ",reuseaddr,fork", "TCP:" + MIRROR + ":80"),
                engine.folder().resolve("mirror.log"))) {
            String mirror = MIRROR + ":" + link.host();
            build(WITH_DOWNLOADS, "--add-host", mirror, "--target", "jdk", "--tag", JDK);
            build(WITH_DOWNLOADS, "--add-host", mirror);
        }
        Files.createDirectories(kept.getParent());
        Path saved = kept.resolveSibling(kept.getFileName() + ".new");
        docker("save", "--output", saved.toString(), BASE, JDK, name);
        Files.move(saved, kept, StandardCopyOption.ATOMIC_MOVE);
    }

    private void build(Duration limit, String... options) {
        var argv = new ArrayList<>(List.of("env", "DOCKER_HOST=unix://" + engine.socket(), "DOCKER_BUILDKIT=0"));
        argv.addAll(List.of(home.resolve("deploy/container/build.sh").toString(), "docker"));
        argv.addAll(List.of(options));
        run(limit, argv);
    }

    private void docker(String... words) {
        run(
                PATIENCE,
                Stream.concat(Stream.of("docker", "--host", "unix://" + engine.socket()), Stream.of(words))
                        .toList());
    }

    private void run(Duration limit, List<String> argv) {
        var finished = machine.processes().run(argv, limit);
        assertThat(finished.ok())
                .as("%s: %s%n%s", argv, finished.output(), finished.errors())
                .isTrue();
    }

    /** With the engine, and with all those files, of which many are links to outside for who does not know better. */
    @Override
    public void close() {
        engine.close();
        run(PATIENCE, List.of("rm", "-rf", engine.folder().resolve("data").toString()));
    }
}
