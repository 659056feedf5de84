package dev.shakeout.fks.auth;

import dev.shakeout.fks.Arguments;
import dev.shakeout.fks.http.HttpService;
import dev.shakeout.fks.http.Reply;
import java.io.IOException;

/** {@code fks_auth}: says whether an order may be placed. Keeps nothing, so any number of replicas will do. */
public final class AuthService {
    private AuthService() {}

    public static HttpService start(Arguments arguments) throws IOException {
        HttpService service = new HttpService("fks_auth", arguments.listen());
        return service.on("GET", "/check", _ -> Reply.json(200, "allowed", true, "by", service.url()))
                .start(() -> true);
    }
}
