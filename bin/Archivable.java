import java.io.IOException;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Usage: java Archivable.java JAR. Gives classes from before Java 6 a newer version, with the stack maps that go with it:
 * the JVM's ahead-of-time cache takes no older ones, and then loads them anew at every start.
 */
class Archivable {
    private static final int FIRST_WITH_STACK_MAPS = 50;
    private static final int JAVA_17 = 61;

    private final ClassFile classes;

    Archivable(Path jar) throws IOException {
        var itself = new URLClassLoader(new URL[] {jar.toUri().toURL()});
        var hierarchy = ClassHierarchyResolver.ofClassLoading(itself).orElse(ClassHierarchyResolver.defaultResolver());
        classes = ClassFile.of(
                ClassFile.ClassHierarchyResolverOption.of(hierarchy), ClassFile.StackMapsOption.GENERATE_STACK_MAPS);
    }

    public static void main(String[] arguments) throws IOException {
        Path jar = Path.of(arguments[0]).toAbsolutePath();
        Path draft = Path.of(jar + ".new");
        var archivable = new Archivable(jar);
        try (var old = new ZipFile(jar.toFile());
                var fresh = new ZipOutputStream(Files.newOutputStream(draft))) {
            List<? extends ZipEntry> entries = old.stream().toList();
            for (ZipEntry entry : entries) {
                byte[] bytes = old.getInputStream(entry).readAllBytes();
                boolean isClass = entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/");
                fresh.putNextEntry(new ZipEntry(entry.getName()));
                fresh.write(isClass ? archivable.newer(bytes) : bytes);
                fresh.closeEntry();
            }
        }
        Files.move(draft, jar, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private byte[] newer(byte[] bytes) {
        ClassModel old = classes.parse(bytes);
        if (old.majorVersion() >= FIRST_WITH_STACK_MAPS) {
            return bytes;
        }
        return classes.build(old.thisClass().asSymbol(), fresh -> {
            fresh.withVersion(JAVA_17, 0);
            old.forEach(element -> copy(element, fresh));
        });
    }

    /** Code is taken apart and put together, so that its stack maps are made; all else stays as it is. */
    private static void copy(ClassElement element, ClassBuilder fresh) {
        switch (element) {
            case ClassFileVersion _ -> {}
            case MethodModel method ->
                fresh.transformMethod(method, (builder, part) -> {
                    if (part instanceof CodeModel code) {
                        builder.transformCode(code, (instructions, instruction) -> instructions.with(instruction));
                    } else {
                        builder.with(part);
                    }
                });
            default -> fresh.with(element);
        }
    }
}
