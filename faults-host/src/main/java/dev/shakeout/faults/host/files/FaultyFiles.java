package dev.shakeout.faults.host.files;

import dev.shakeout.faults.host.Options;
import dev.shakeout.faults.host.Parent;
import dev.shakeout.model.Span;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cryptomator.jfuse.api.Fuse;
import org.cryptomator.jfuse.api.FuseBuilder;
import org.cryptomator.jfuse.api.FuseMountFailedException;

/**
 * A small process of its own that is a file system: {@code --token=T --under=DIR --over=DIR --calls=read,write --share=0.5
 * --delay=200ms --errno=5 --uid=0 --gid=0}. What is below the one folder is seen over the other, with the trouble that was
 * asked for.
 */
public final class FaultyFiles {
    private FaultyFiles() {}

    public static void main(String[] arguments) throws FuseMountFailedException {
        var options = Options.of(arguments);
        var trouble = new Trouble(
                Stream.of(options.get("calls").split(",", -1))
                        .map(call -> Trouble.Call.valueOf(call.toUpperCase(Locale.ROOT)))
                        .collect(Collectors.toUnmodifiableSet()),
                Double.parseDouble(options.get("share")),
                options.find("delay").map(Span::parse).orElse(Duration.ZERO),
                options.find("errno").map(Integer::parseInt).orElse(0));
        var owner = new Passthrough.Owner(Integer.parseInt(options.get("uid")), Integer.parseInt(options.get("gid")));
        FuseBuilder builder = Fuse.builder();
        builder.setLibraryPath(options.get("library"));
        var files = new Passthrough(Path.of(options.get("under")), trouble, owner, builder.errno());
        Fuse fuse = builder.build(files);
        fuse.mount(
                "shakeout",
                Path.of(options.get("over")),
                "-oallow_other,default_permissions,attr_timeout=0,entry_timeout=0,negative_timeout=0,fsname="
                        + options.get("token"));
        Parent.readyUntilItEnds();
    }
}
