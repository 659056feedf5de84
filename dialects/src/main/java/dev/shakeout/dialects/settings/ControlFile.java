package dev.shakeout.dialects.settings;

import dev.shakeout.dialects.Fields;
import dev.shakeout.dialects.Name;
import dev.shakeout.dialects.Problems;
import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.TreeReader;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.List;

/** A file of controls for every experiment: an object of controls by name (chaoslib/control/__init__.py). */
public final class ControlFile {
    private static final Type<String> SCOPE = Type.choice("before", "after");
    private static final Type<String> PROVIDER = Type.choice("python");

    private ControlFile() {}

    /** @throws dev.shakeout.model.InvalidInput with every mistake found */
    public static List<GlobalControl> read(String file, String text) {
        if (text.isBlank()) {
            return List.of();
        }
        var problems = new Problems();
        var controls = new ArrayList<GlobalControl>();
        Fields.of(TreeReader.read(file, text), "a file of controls", problems)
                .ifPresent(all -> all.tree().members().forEach((name, member) -> {
                    check(name, member.value(), problems);
                    if (member.value().json() instanceof Json.Obj definition) {
                        controls.add(new GlobalControl(name, definition, file));
                    }
                }));
        problems.throwIfAny();
        return controls;
    }

    private static void check(String name, Tree written, Problems problems) {
        Fields.of(written, "the control '" + name + "'", problems).ifPresent(control -> {
            control.allow("name", "provider", "scope", "automatic");
            control.find("scope", SCOPE);
            control.find("automatic", Type.bool());
            control.require("provider")
                    .flatMap(tree -> Fields.of(tree, "the provider of '" + name + "'", problems))
                    .ifPresent(provider -> {
                        provider.allow("type", "module", "arguments", "secrets");
                        provider.require("type", PROVIDER);
                        provider.require("module", Name.TYPE);
                        provider.object("arguments");
                        provider.items("secrets");
                    });
        });
    }
}
