import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Usage: java StartJar.java JAR OUT. Puts a jar and what its Class-Path names into one from which a JVM starts sooner:
 * fewer files are opened, and the ahead-of-time cache can hold all that a start needs. What the classes do stays the same.
 *
 * <p>Classes from before Java 6 get a newer version, with the stack maps that go with it: the cache takes no older ones.
 * Pattern switches, and equals and hashCode of records, are left by the compiler to be spun at their first use, 1 to 10 ms
 * each, and the cache of JDK 25 keeps nothing of it (JEP 483 says what it keeps); they become plain methods.
 */
class StartJar {
    private static final int FIRST_WITH_STACK_MAPS = 50;
    private static final int JAVA_17 = 61;
    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final String SERVICES = "META-INF/services/";

    /** Large, and needed by few commands: left beside, as a JVM reads the list of all that is in a jar at each start. */
    private static final Pattern APART =
            Pattern.compile("(kubernetes-|zjsonpatch-|jackson-databind-|jackson-dataformat-yaml-).*");

    /** Many jars that few runs need: put into one of their own, so that they cost a start no more than one file. */
    private static final List<String> SELDOM = List.of("io/opentelemetry/", "software/amazon/");

    private final List<Path> jars;
    private final List<Path> seldom;
    private final List<Path> apart;
    private final ClassFile classes;

    private StartJar(List<Path> all) throws IOException {
        this.apart = all.stream().filter(StartJar::isApart).toList();
        var usual = new ArrayList<Path>();
        var other = new ArrayList<Path>();
        for (Path jar : all) {
            if (!isApart(jar)) {
                (isSeldom(jar) ? other : usual).add(jar);
            }
        }
        this.jars = List.copyOf(usual);
        this.seldom = List.copyOf(other);
        var urls = new URL[all.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = all.get(i).toUri().toURL();
        }
        var hierarchy = ClassHierarchyResolver.ofResourceParsing(new URLClassLoader(urls))
                .orElse(ClassHierarchyResolver.defaultResolver());
        classes = ClassFile.of(
                ClassFile.ClassHierarchyResolverOption.of(hierarchy), ClassFile.StackMapsOption.GENERATE_STACK_MAPS);
    }

    public static void main(String[] arguments) throws IOException {
        Path jar = Path.of(arguments[0]).toAbsolutePath();
        Path out = Path.of(arguments[1]).toAbsolutePath();
        Path draft = Path.of(out + ".new");
        var jars = new ArrayList<>(List.of(jar));
        try (var main = new JarFile(jar.toFile())) {
            String others = main.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            Stream.of(others.split(" ")).map(jar::resolveSibling).forEach(jars::add);
        }
        var start = new StartJar(jars);
        var beside = new ArrayList<>(start.apart);
        if (!start.seldom.isEmpty()) {
            Path seldom = out.resolveSibling(out.getFileName().toString().replaceFirst("\\.jar$", "-seldom.jar"));
            start.write(start.seldom, List.of(), draft);
            Files.move(draft, seldom, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            beside.addFirst(seldom);
        }
        start.write(start.jars, beside, draft);
        Files.move(draft, out, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Of two entries with one name the first counts, as on a class path; those that name services are joined.
     *
     * @param beside what its own class path names
     */
    private void write(List<Path> parts, List<Path> beside, Path out) throws IOException {
        var services = new LinkedHashMap<String, StringBuilder>();
        var written = new HashSet<String>();
        try (var fresh = new JarOutputStream(Files.newOutputStream(out), manifest(beside, out.getParent()))) {
            fresh.setLevel(Deflater.NO_COMPRESSION);
            for (Path jar : parts) {
                try (var old = new ZipFile(jar.toFile())) {
                    for (ZipEntry entry : Collections.list(old.entries())) {
                        String name = entry.getName();
                        if (name.startsWith(SERVICES) && !entry.isDirectory()) {
                            services.computeIfAbsent(name, _ -> new StringBuilder())
                                    .append(new String(bytes(old, entry), StandardCharsets.UTF_8))
                                    .append('\n');
                        } else if (belongs(entry) && written.add(name)) {
                            put(fresh, name, name.endsWith(".class") ? fit(name, bytes(old, entry)) : bytes(old, entry));
                        }
                    }
                }
            }
            for (var service : services.entrySet()) {
                put(fresh, service.getKey(), service.getValue().toString().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static boolean isApart(Path jar) {
        return APART.matcher(jar.getFileName().toString()).matches();
    }

    private static boolean isSeldom(Path jar) throws IOException {
        try (var file = new ZipFile(jar.toFile())) {
            return file.stream().anyMatch(entry -> SELDOM.stream().anyMatch(entry.getName()::startsWith));
        }
    }

    private static Manifest manifest(List<Path> beside, Path folder) {
        var manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(Attributes.Name.MULTI_RELEASE, "true");
        main.putValue("Enable-Native-Access", "ALL-UNNAMED");
        main.put(
                Attributes.Name.CLASS_PATH,
                beside.stream().map(jar -> folder.relativize(jar).toString()).collect(Collectors.joining(" ")));
        return manifest;
    }

    /** Not what is about a jar as a whole. */
    private static boolean belongs(ZipEntry entry) {
        String name = entry.getName();
        return !entry.isDirectory()
                && !name.equals(MANIFEST)
                && !name.endsWith("module-info.class")
                && !name.matches("META-INF/[^/]*\\.(SF|RSA|DSA|EC)");
    }

    private static byte[] bytes(ZipFile jar, ZipEntry entry) throws IOException {
        try (InputStream content = jar.getInputStream(entry)) {
            return content.readAllBytes();
        }
    }

    private static void put(JarOutputStream jar, String name, byte[] bytes) throws IOException {
        jar.putNextEntry(new ZipEntry(name));
        jar.write(bytes);
        jar.closeEntry();
    }

    private byte[] fit(String name, byte[] bytes) {
        return name.startsWith("META-INF/") ? bytes : rewritten(bytes);
    }

    private byte[] rewritten(byte[] bytes) {
        ClassModel old = classes.parse(bytes);
        boolean tooOld = old.majorVersion() < FIRST_WITH_STACK_MAPS;
        var plain = new PlainMethods(old);
        if (!tooOld && !plain.any()) {
            return bytes;
        }
        return classes.build(old.thisClass().asSymbol(), fresh -> {
            if (tooOld) {
                fresh.withVersion(JAVA_17, 0);
            }
            for (ClassElement element : old) {
                if (!(tooOld && element instanceof ClassFileVersion)) {
                    copy(element, fresh, plain);
                }
            }
            plain.write(fresh);
        });
    }

    /** Code is taken apart and put together, so that its stack maps are made; all else stays as it is. */
    private static void copy(ClassElement element, ClassBuilder fresh, PlainMethods plain) {
        if (!(element instanceof MethodModel method)) {
            fresh.with(element);
            return;
        }
        fresh.transformMethod(method, (builder, part) -> {
            if (part instanceof CodeModel code) {
                builder.transformCode(code, plain::replace);
            } else {
                builder.with(part);
            }
        });
    }
}
