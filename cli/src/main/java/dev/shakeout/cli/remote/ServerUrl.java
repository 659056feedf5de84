package dev.shakeout.cli.remote;

import dev.shakeout.model.BadValue;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** Where a server is: scheme, host and port, and the path under which something before it offers it. */
public record ServerUrl(String text) {
    private static final String API = "/api/v1";

    /**
     * Reads one as a person writes it.
     *
     * @param insecure whether a token may be sent where others can read it on its way
     * @throws BadValue it is none, or a token could be read on its way there
     */
    public static ServerUrl parse(String text, boolean insecure) {
        URI uri = uri(text.strip());
        String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
        boolean web = scheme.equals("https") || scheme.equals("http");
        if (!web || uri.getHost() == null) {
            throw new BadValue("'" + text + "' is no address of a server, such as https://shakeout.example.org");
        }
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new BadValue("the address of a server is only https://HOST, a port and a path; a token is stored by"
                    + " 'shakeout login'");
        }
        if (scheme.equals("http") && !loopback(uri.getHost()) && !insecure) {
            throw new BadValue("http://" + uri.getAuthority() + ": whoever sees the traffic could read the token; use"
                    + " https, or --insecure-http where nobody can");
        }
        String path = Optional.ofNullable(uri.getRawPath()).orElse("").replaceFirst("/+$", "");
        String base = path.endsWith(API) ? path.substring(0, path.length() - API.length()) : path;
        return new ServerUrl(scheme + "://" + uri.getRawAuthority().toLowerCase(Locale.ROOT) + base);
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException _) {
            throw new BadValue("the address of the server is no URL such as https://shakeout.example.org");
        }
    }

    /** Nothing that is sent there leaves this machine. A name is only trusted where it is reserved for that (RFC 6761). */
    private static boolean loopback(String host) {
        return host.equalsIgnoreCase("localhost") || host.equals("[::1]") || host.matches("127(\\.[0-9]{1,3}){3}");
    }

    /** @param path after the version of the API, with its query */
    public URI api(String path) {
        return URI.create(text + API + path);
    }

    @Override
    public String toString() {
        return text;
    }
}
