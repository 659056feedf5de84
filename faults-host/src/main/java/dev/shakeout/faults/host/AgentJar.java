package dev.shakeout.faults.host;

import dev.shakeout.jvm.Agent;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** The agent as a JVM is given it, made of the classes of this installation. */
final class AgentJar {
    static final List<String> CLASSES = List.of(
            "Agent",
            "Change",
            "ClassFile",
            "Code",
            "CodeTables",
            "Collection",
            "ConstantPool",
            "ConstantPool$Content",
            "Deed",
            "Folder",
            "Hook",
            "Injection",
            "MethodCode",
            "Order",
            "Refused",
            "Returning",
            "Stress",
            "Throwing",
            "Weaving");

    private AgentJar() {}

    static void write(Path file) throws IOException {
        var manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Agent-Class", Agent.class.getName());
        main.putValue("Can-Retransform-Classes", "true");
        try (var jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            for (String name : CLASSES) {
                String path = Agent.class.getPackageName().replace('.', '/') + "/" + name + ".class";
                jar.putNextEntry(new JarEntry(path));
                try (var in = Agent.class.getResourceAsStream("/" + path)) {
                    if (in == null) {
                        throw new FileNotFoundException("this installation has no " + path);
                    }
                    in.transferTo(jar);
                }
            }
        }
        readable(file);
    }

    /** Whatever our umask is: the folder says who gets there. */
    static void readable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }
}
