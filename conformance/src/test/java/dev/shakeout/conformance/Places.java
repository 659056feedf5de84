package dev.shakeout.conformance;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is different in every run: the folder it happens in and the ports of its server. {@link #fill} puts them into the
 * files of a case, {@link #hide} takes them out of what came of it.
 *
 * @param support the folder of the Python modules that cases share
 * @param tlsPort 0 for none
 */
record Places(Path folder, Path support, int port, int tlsPort) {
    static final String PORT = "@port@";
    static final String TLS_PORT = "@tls-port@";
    static final String FOLDER = "@folder@";
    static final String SUPPORT = "@support@";

    String fill(String text) {
        return text.replace(PORT, Integer.toString(port))
                .replace(TLS_PORT, Integer.toString(tlsPort))
                .replace(FOLDER, folder.toString());
    }

    String hide(String text) {
        String without = text.replace(folder.toString(), FOLDER).replace(support.toString(), SUPPORT);
        without = number(port).matcher(without).replaceAll(PORT);
        return tlsPort == 0 ? without : number(tlsPort).matcher(without).replaceAll(TLS_PORT);
    }

    private static Pattern number(int port) {
        return Pattern.compile("(?<![\\d.])" + port + "(?![\\d.])");
    }

    /** A port is hidden where it is a number, too. */
    JsonNode hide(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            var hidden = Trees.object();
            Map<String, JsonNode> members = new LinkedHashMap<>();
            object.properties().forEach(member -> members.put(hide(member.getKey()), hide(member.getValue())));
            return hidden.setAll(members);
        }
        if (tree instanceof ArrayNode array) {
            var hidden = Trees.array();
            array.forEach(item -> hidden.add(hide(item)));
            return hidden;
        }
        if (tree.isIntegralNumber() && tree.canConvertToInt() && tree.intValue() == port) {
            return Trees.string(PORT);
        }
        return tree.isString() ? Trees.string(hide(tree.asString())) : tree;
    }
}
