package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.cli.Shakeout.Ended;
import dev.shakeout.cli.remote.PlayedSignInProvider;
import dev.shakeout.server.signin.SignInFile;
import dev.shakeout.server.signin.SignInRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Users of a server at the command line: made by an admin, and by single sign-on. */
class UsersCommandsTest extends WithServer {
    private Optional<PlayedSignInProvider> provider = Optional.empty();

    @Override
    Optional<SignInRules> signIn() throws Exception {
        var played = new PlayedSignInProvider(true);
        provider = Optional.of(played);
        return Optional.of(SignInFile.read("oidc.yaml", """
                issuer: %s
                client-id: cli
                grants: [{group: sre, role: operator, environment: staging}]
                """.formatted(played.issuer())));
    }

    @AfterAll
    void stop() {
        provider.ifPresent(PlayedSignInProvider::close);
    }

    private Ended shakeout(String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--server", url));
        return shell.run(all.toArray(String[]::new));
    }

    @Test
    void anAdminSaysWhatAUserMay() {
        assertThat(said(admin, "users", "add", "bo", "--email", "bo@example.org"))
                .contains("bo", "nothing");
        String token = said(admin, "tokens", "create", "laptop", "--user", "bo").strip();
        assertThat(said(token, "whoami")).contains("user bo", "may do nothing yet");
        assertThat(said(admin, "users", "grant", "bo", "--role", "approver", "--environment", "staging"))
                .contains("approver in staging");
        said(admin, "users", "grant", "bo", "--role", "viewer");
        assertThat(said(token, "whoami")).contains("viewer in all environments", "approver in staging");
        assertThat(said(admin, "tokens", "list")).contains("laptop in all environments, of bo");
        assertThat(said(admin, "users", "show", "bo")).contains("email: bo@example.org");
        assertThat(said(admin, "users", "revoke", "bo")).doesNotContain("viewer");
        assertThat(said(admin, "users", "disable", "bo")).contains("disabled 20");
        assertSays(as(token, "runs"), 2, "user 'bo' may do nothing");
        said(admin, "users", "enable", "bo");
        assertThat(said(admin, "users", "list")).contains("bo", "approver in staging");
        assertSays(as(admin, "users", "grant", "bo"), 2, "--role ROLE");
        assertSays(as(token, "users", "list"), 9, "this needs the role admin");
    }

    @Test
    void whoSignsInWorksUntilLogout() {
        Ended login = shakeout("login", "--sso");
        assertThat(login.status()).as(login.toString()).isZero();
        assertThat(login.out()).contains("ABCD-EFGH", "user ada, until 20", "operator in staging", "is kept in");
        assertThat(shakeout("whoami").out()).contains("user ada");
        assertThat(shakeout("logout").status()).isZero();
        assertSays(shakeout("whoami"), 2, "there is no token");
        assertThat(said(admin, "tokens", "list"))
                .contains("single sign-on in all environments, of ada, expires 20", "revoked 20");
    }
}
