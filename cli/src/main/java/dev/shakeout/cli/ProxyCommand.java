package dev.shakeout.cli;

import dev.shakeout.engine.Machine;
import dev.shakeout.faults.host.proxy.Proxy;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Problem;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Puts a proxy on a link between two services, so that the link can be broken without root. */
final class ProxyCommand implements Command {
    @Override
    public String name() {
        return "proxy";
    }

    @Override
    public String summary() {
        return "Run a proxy on the link to a service, so that network faults on it need no root.";
    }

    @Override
    public String example() {
        return "shakeout proxy --name orders-db --listen 127.0.0.1:6432 --upstream 127.0.0.1:5432";
    }

    @Override
    public void describe(CommandSpec spec) {
        option(spec, "--name", "NAME", "The service behind the link, as experiments name it.");
        option(spec, "--listen", "HOST:PORT", "Where clients connect.");
        option(spec, "--upstream", "HOST:PORT", "Where the service really is.");
    }

    private static void option(CommandSpec spec, String name, String label, String description) {
        spec.addOption(OptionSpec.builder(name)
                .paramLabel(label)
                .type(String.class)
                .arity("1")
                .required(true)
                .description(description)
                .build());
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        String name = given.matchedOptionValue("--name", "");
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new InvalidInput(
                    Problem.of("--name " + name + ": use letters, digits, dots, dashes and underscores"));
        }
        Path control = Machine.local().folders().links().resolve(name);
        try {
            Proxy.open(
                    "--listen", given.matchedOptionValue("--listen", ""),
                    "--upstream", given.matchedOptionValue("--upstream", ""),
                    "--control", control.toString());
            terminal.line("proxy for " + name + ": " + given.matchedOptionValue("--listen", "") + " -> "
                    + given.matchedOptionValue("--upstream", "") + ", controlled by " + control);
            Thread.currentThread().join();
        } catch (IllegalArgumentException e) {
            throw new InvalidInput(Problem.of(String.valueOf(e.getMessage())));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return Exit.OK;
    }
}
