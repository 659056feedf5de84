package dev.shakeout.faults.container;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import dev.shakeout.model.Type;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes a container off its networks, as a cable that is pulled, and puts it back under the same names. */
public final class ContainerDisconnect implements ContainerFault {
    static final Parameter<String> NETWORK = Parameter.optional(
            "network", Type.text(), "The network to take it off, by name; all of its networks if not given.");

    /** What a person has said of an endpoint; all else the engine chooses anew. */
    private static final List<String> SAID = List.of("Aliases", "IPAMConfig", "Links", "DriverOpts");

    /**
     * $1 is the container, $2 the network and $5 its name as it is; $3 is the endpoint, and $4 one that will do if that cannot be
     * had. Podman takes a container for connected also when it could not give it its address, until it is disconnected.
     */
    private static final String BACK = """
            for endpoint in "$3" "$4"; do
              call POST "/networks/$2/connect" "$endpoint"
              case $status in 200 | 403 | 404) exit 0 ;; esac
              told=$answer
              call GET "/containers/$1/json"
              case $answer in *"\\"$5\\":{\\"IPAMConfig\\""*) exit 0 ;; esac
              call POST "/networks/$2/disconnect" "{\\"Container\\":\\"$1\\",\\"Force\\":true}"
            done
            answer=$told
            refused "connect it to the network $5"
            """;

    /** Engines add it to what a person has said. */
    private static final int OWN_ALIAS = 12;

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("container/disconnect", "Takes a container off a network of its engine.", NETWORK);
    }

    @Override
    public String effect() {
        return "whether the engine says that the container is on the network";
    }

    @Override
    public List<Rung> rungs() {
        return List.of(new EngineRung(
                "the container is connected again, with the same aliases and fixed addresses",
                ContainerDisconnect::objection,
                ContainerDisconnect::disconnect));
    }

    private static List<String> chosen(Container container, Arguments arguments) {
        return container.networks().keySet().stream()
                .filter(name -> arguments.find(NETWORK).stream().allMatch(name::equals))
                .toList();
    }

    private static Optional<String> objection(Container container, Arguments arguments) {
        List<String> chosen = chosen(container, arguments);
        if (chosen.isEmpty()) {
            return Optional.of(container.name() + " is not on "
                    + arguments.find(NETWORK).orElse("any network")
                    + (container.networks().isEmpty()
                            ? ""
                            : "; its networks: "
                                    + String.join(", ", container.networks().keySet())));
        }
        return Set.of("host", "none").stream()
                .filter(chosen::contains)
                .map(name -> "a container cannot be taken off the network '" + name + "'")
                .findFirst();
    }

    private static Prepared disconnect(Container container, Target target, Arguments arguments, Machine machine) {
        List<String> chosen = chosen(container, arguments);
        var effect = new EngineRung.State(
                target,
                "whether " + target + " is on " + String.join(", ", chosen),
                each -> chosen.stream().noneMatch(each.networks()::containsKey),
                each -> "is on "
                        + (each.networks().isEmpty()
                                ? "no network"
                                : String.join(", ", each.networks().keySet())));
        return new Prepared(
                chosen.stream().map(name -> off(name, container, target)).toList(),
                effect,
                List.of("its connections are cut; unless its address is fixed, it may come back with another one"));
    }

    private static Step off(String network, Container container, Target target) {
        return EngineRung.step(
                "take " + target + " off the network " + network,
                container,
                """
                call POST "/networks/$2/disconnect" "{\\"Container\\":\\"$1\\",\\"Force\\":true}"
                [ "$status" = 200 ] || refused "take it off the network $2"
                """,
                BACK,
                encoded(network),
                connecting(container, endpoint(container, network)),
                connecting(container, said(container, network)),
                network);
    }

    private static String connecting(Container container, Json.Obj endpoint) {
        return Json.object("Container", container.id(), "EndpointConfig", endpoint)
                .compact();
    }

    /** As a step names it. */
    static String encoded(String network) {
        return URLEncoder.encode(network, StandardCharsets.UTF_8);
    }

    /**
     * As it is to come back. Podman does not tell whether an address was said, so there the container gets back the one that
     * it has.
     */
    static Json.Obj endpoint(Container container, String network) {
        String address = container.text("NetworkSettings", "Networks", network, "IPAddress");
        Json.Obj said = said(container, network);
        return !address.isEmpty() && container.engine().isPodman()
                ? said.with("IPAMConfig", Json.object("IPv4Address", address))
                : said;
    }

    /** What a person has said of its place on a network. */
    static Json.Obj said(Container container, String network) {
        var said = new LinkedHashMap<String, Json>();
        SAID.forEach(key -> container
                .at("NetworkSettings", "Networks", network, key)
                .filter(value -> value != Json.Null.NULL)
                .ifPresent(value -> said.put(key, key.equals("Aliases") ? withoutOwn(value, container) : value)));
        return new Json.Obj(said);
    }

    private static Json withoutOwn(Json aliases, Container container) {
        return aliases instanceof Json.Arr(var all)
                ? Json.of(all.stream()
                        .filter(alias -> !alias.text().equals(container.id().substring(0, OWN_ALIAS)))
                        .toList())
                : aliases;
    }
}
