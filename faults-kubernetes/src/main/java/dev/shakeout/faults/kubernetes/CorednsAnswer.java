package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Prepared;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Has CoreDNS, whom the pods of most clusters ask for names, answer wrongly for a name
 * (https://coredns.io/plugins/template/).
 */
public final class CorednsAnswer implements ByApi {
    static final Parameter<String> NAME = Parameter.required(
            "name", new DomainName(), "The name in full, such as orders.shop.svc.cluster.local or db.example.");
    static final Parameter<Boolean> SUBDOMAINS =
            Parameter.withDefault("subdomains", Type.bool(), false, "Whether the names below it are met too.");
    static final Parameter<String> CODE = Parameter.optional(
            "code",
            Type.choice("NXDOMAIN", "SERVFAIL", "REFUSED"),
            "What is answered: NXDOMAIN (no such name), if neither this nor addresses are given, SERVFAIL (the server"
                    + " failed), or REFUSED.");
    static final Parameter<List<InetAddress>> ADDRESSES = Parameter.optional(
            "addresses",
            new Addresses(),
            "Addresses that are answered instead of an error: IPv4 ones to questions for A, IPv6 ones to those for AAAA,"
                    + " none where none is given.");
    static final Parameter<String> KEY =
            Parameter.withDefault("key", Type.text(), "Corefile", "The key of the config map that CoreDNS reads.");

    /** It stands twice in one argument of a command, which may have 128 KiB. */
    private static final int LONGEST = 40_000;

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "coredns/answer",
                "Has CoreDNS answer wrongly for a name, by its config map.",
                NAME,
                SUBDOMAINS,
                CODE,
                ADDRESSES,
                KEY);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of(ConfigFinder.KIND);
    }

    @Override
    public String effect() {
        return "whether the wrong answer stands in the config map, not whether CoreDNS has taken it up";
    }

    @Override
    public ApiRung rung() {
        return new ApiRung(
                "the lines that were put into the Corefile are cut out of it; whatever others have changed in it is kept",
                Right::toChange,
                CorednsAnswer::answer);
    }

    private static Prepared answer(ApiRung.Site site) throws IOException, ApiRung.Unfit {
        if (site.arguments().find(CODE).isPresent()
                && site.arguments().find(ADDRESSES).isPresent()) {
            throw new ApiRung.Unfit("give code or addresses, not both");
        }
        String key = site.arguments().get(KEY);
        Resource map = site.resource();
        String text = new String(ConfigKey.of(site, KEY).value(), StandardCharsets.UTF_8);
        if (map.type() != ResourceType.CONFIG_MAP || map.at("data", key).isEmpty()) {
            throw new ApiRung.Unfit(
                    "CoreDNS reads text in a config map, which " + key + " of " + site.target() + " is not");
        }
        if (text.length() > LONGEST) {
            throw new ApiRung.Unfit(key + " of " + site.target() + " is longer than " + LONGEST
                    + " characters, too long to be changed");
        }
        Corefile corefile = readable(text, site);
        String lines = lines(site, ApiRung.Site.freshToken());
        var change = new SetBack(
                map.path(),
                map.uid(),
                List.of(Field.of(map, Json.of(corefile.with(lines)), "data", key)),
                Optional.empty());
        return new Prepared(
                List.of(Change.step(
                        "have " + site.target() + " answer " + words(site),
                        site.cluster(),
                        change,
                        new CutOut(map.path(), map.uid(), lines))),
                site.state(
                        "whether " + site.target() + " has CoreDNS answer wrongly",
                        object -> object.text("data", key).contains(lines),
                        object -> object.text("data", key).contains(lines)
                                ? "answers " + words(site)
                                : "has no answer of ours"),
                notes(corefile));
    }

    private static Corefile readable(String text, ApiRung.Site site) throws ApiRung.Unfit {
        Corefile corefile;
        try {
            corefile = Corefile.read(text);
        } catch (ApiRung.Unfit e) {
            throw new ApiRung.Unfit(site.target() + ": " + e.getMessage());
        }
        if (!corefile.reloads() && !corefile.imports()) {
            throw new ApiRung.Unfit(
                    site.target() + ": its Corefile lacks the plugin reload, so CoreDNS would take up neither"
                            + " the fault nor its end before it is restarted");
        }
        return corefile;
    }

    private static String words(ApiRung.Site site) {
        String names = site.arguments().get(NAME) + (site.arguments().get(SUBDOMAINS) ? " and all below it" : "");
        return site.arguments().find(ADDRESSES).map(CorednsAnswer::written).orElseGet(() -> code(site)) + " for "
                + names;
    }

    private static String written(List<InetAddress> addresses) {
        return String.join(
                ", ", addresses.stream().map(InetAddress::getHostAddress).toList());
    }

    private static String code(ApiRung.Site site) {
        return site.arguments().find(CODE).orElse("NXDOMAIN");
    }

    private static List<String> notes(Corefile corefile) {
        var notes = new ArrayList<>(List.of(
                "CoreDNS takes a change up a minute or two later, when its node has written the file anew and its plugin"
                        + " reload has seen it, and so does it with the end of the fault: give a duration of several minutes",
                "what is measured is the config map; add a probe that asks for the name",
                "who has an answer already, as a cache on the node, keeps it until its time to live is over"));
        if (corefile.imports()) {
            notes.add("what the Corefile imports is not looked at: server blocks in it answer as before"
                    + (corefile.reloads() ? "" : ", and the plugin reload must stand in it"));
        }
        return notes;
    }

    /** The first template of a server block that matches is taken, whatever plugins come after it. */
    private static String lines(ApiRung.Site site, String token) {
        var lines = new ArrayList<>(List.of("# shakeout " + token));
        List<InetAddress> addresses = site.arguments().find(ADDRESSES).orElse(List.of());
        if (addresses.isEmpty()) {
            lines.addAll(template("ANY ANY", site, List.of("rcode " + code(site))));
        } else {
            lines.addAll(template("IN A", site, records("A", site, addresses)));
            lines.addAll(template("IN AAAA", site, records("AAAA", site, addresses)));
        }
        return String.join("", lines.stream().map(line -> "    " + line + "\n").toList());
    }

    private static List<String> template(String questions, ApiRung.Site site, List<String> answer) {
        String name = site.arguments().get(NAME);
        var lines = new ArrayList<>(List.of("template " + questions + " " + name + " {"));
        if (!site.arguments().get(SUBDOMAINS)) { // a zone has all names below it
            lines.add("    match \"^" + name.replace(".", "[.]") + "[.]$\"");
        }
        answer.forEach(line -> lines.add("    " + line));
        lines.addAll(List.of("    fallthrough", "}"));
        return lines;
    }

    /** An answer without any record says by whose authority there is none, or CoreDNS would take it for a mistake. */
    private static List<String> records(String type, ApiRung.Site site, List<InetAddress> addresses) {
        List<String> records = addresses.stream()
                .filter(each -> each instanceof Inet4Address == type.equals("A"))
                .map(each -> "answer \"{{ .Name }} 0 IN " + type + " " + each.getHostAddress() + "\"")
                .toList();
        String zone = site.arguments().get(NAME) + ".";
        return records.isEmpty()
                ? List.of("authority \"" + zone + " 0 IN SOA ns." + zone + " hostmaster." + zone + " 1 60 60 60 0\"")
                : records;
    }
}
