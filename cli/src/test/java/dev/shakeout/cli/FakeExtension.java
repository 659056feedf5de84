package dev.shakeout.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small extension of Chaos Toolkit as pip would have installed it: chaostoolkit-fake, with the package fakeext. */
final class FakeExtension {
    private FakeExtension() {}

    /** A command line whose Python has it. */
    static InProcess seenBy(InProcess shakeout, Path folder) throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "there is no /usr/bin/python3 here");
        install(folder);
        return shakeout.with("PYTHONPATH", folder.toString());
    }

    private static void install(Path folder) throws IOException {
        Path about = Files.createDirectories(folder.resolve("chaostoolkit_fake-1.2.dist-info"));
        Files.writeString(about.resolve("METADATA"), """
                Metadata-Version: 2.1
                Name: chaostoolkit-fake
                Version: 1.2
                Summary: Chaos Toolkit Extension for things that are not there
                License: MIT
                """);
        Files.writeString(about.resolve("top_level.txt"), "fakeext\n");
        Path code = Files.createDirectories(folder.resolve("fakeext"));
        Files.writeString(code.resolve("__init__.py"), """
                import datetime
                print("an import that talks")

                def discover(discover_system=True):
                    print("a discovery that talks")
                    return {"date": datetime.date(2026, 1, 31), "system": {"nodes": 3} if discover_system else None,
                            "activities": [
                                {"type": "probe", "name": "count", "mod": "fakeext.probes", "doc": "Counts things.",
                                 "arguments": [{"name": "of", "type": "string"},
                                               {"name": "least", "type": "integer", "default": 3},
                                               {"name": "label", "type": "string", "default": None},
                                               {"name": "secrets", "type": "mapping"}]},
                                {"type": "action", "name": "drop", "mod": "fakeext.actions", "doc": "Drops one.",
                                 "arguments": [{"name": "hard", "type": "boolean", "default": False}]}]}
                """);
        Files.writeString(code.resolve("told.py"), """
                def notify(channel, payload):
                    with open(channel["file"], "a") as out:
                        out.write(payload["name"] + " in " + payload["phase"] + "\\n")

                def breaks(channel, payload):
                    raise ValueError("a plugin that breaks")
                """);
        Path broken = Files.createDirectories(folder.resolve("chaostoolkit_broken-0.1.dist-info"));
        Files.writeString(
                broken.resolve("METADATA"), "Metadata-Version: 2.1\nName: chaostoolkit-broken\nVersion: 0.1\n");
        Files.writeString(broken.resolve("top_level.txt"), "brokenext\n");
        Files.writeString(folder.resolve("brokenext.py"), "raise RuntimeError('no good')\n");
    }
}
