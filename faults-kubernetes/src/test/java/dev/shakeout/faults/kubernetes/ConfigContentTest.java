package dev.shakeout.faults.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.Json;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Verdict;
import dev.shakeout.testbed.KubernetesObject;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Configuration whose content has to be understood to be broken: a Corefile, and certificates. */
class ConfigContentTest extends WithCluster {
    private static final String CONFIG_MAPS = ResourceType.CONFIG_MAP.path("default");
    private static final String SECRETS = ResourceType.SECRET.path("default");
    private static final Arguments DB = Arguments.NONE.with(CorednsAnswer.NAME, "db.example");

    @Test
    void coreDnsAnswersThatThereIsNoSuchName() throws IOException {
        corefile("usual", CorefileTest.USUAL);
        drill(
                "coredns/answer",
                DB,
                config("usual"),
                () -> assertThat(corefile("usual").replaceAll("# shakeout [0-9a-f]{12}\n", "# shakeout\n"))
                        .isEqualTo(CorefileTest.USUAL.replace(".:53 {\n", """
                        .:53 {
                            # shakeout
                            template ANY ANY db.example {
                                match "^db[.]example[.]$"
                                rcode NXDOMAIN
                                fallthrough
                            }
                        """)));
        assertThat(corefile("usual")).isEqualTo(CorefileTest.USUAL);
    }

    @Test
    void coreDnsAnswersWithOtherAddressesForAllBelowAName() throws IOException {
        corefile("addresses", ". {\n    reload\n}\n");
        var wrong = DB.with(CorednsAnswer.SUBDOMAINS, true)
                .with(CorednsAnswer.ADDRESSES, List.of(address("192.0.2.1"), address("192.0.2.2")));
        drill(
                "coredns/answer",
                wrong,
                config("addresses"),
                () -> assertThat(corefile("addresses")).endsWith("""
                    template IN A db.example {
                        answer "{{ .Name }} 0 IN A 192.0.2.1"
                        answer "{{ .Name }} 0 IN A 192.0.2.2"
                        fallthrough
                    }
                    template IN AAAA db.example {
                        authority "db.example. 0 IN SOA ns.db.example. hostmaster.db.example. 1 60 60 60 0"
                        fallthrough
                    }
                    reload
                }
                """));
        assertThat(corefile("addresses")).isEqualTo(". {\n    reload\n}\n");
    }

    @Test
    void whatOthersHaveChangedInTheCorefileMeanwhileIsKept() throws IOException {
        String before = "a {\n}\n. {\n    reload\n}\n";
        corefile("shared", before);
        drill(
                "coredns/answer",
                DB,
                config("shared"),
                () -> setCorefile("shared", corefile("shared").replace("reload", "reload 5s") + "b {\n}\n"));
        assertThat(corefile("shared")).isEqualTo(before.replace("reload", "reload 5s") + "b {\n}\n");
    }

    @Test
    void whoeverIsInTheClusterCutsItOutWithoutAShell() throws IOException {
        corefile("remote", CorefileTest.USUAL);
        drill("coredns/answer", DB, config("remote"), () -> {
            setCorefile("remote", corefile("remote").replace("cache 30", "cache 5"));
            takeBackByLease();
            assertThat(corefile("remote")).isEqualTo(CorefileTest.USUAL.replace("cache 30", "cache 5"));
        });
    }

    @Test
    void whatBelongsToNobodyAnyMoreIsLeftToAPerson() throws IOException {
        corefile("edited", "ours 1\nours 2\ntheirs\nours 1\nours 3\n");
        var reached = dev.shakeout.faults.kubernetes.Cluster.of(Optional.empty(), machine);
        reached.access().write();
        String path = CONFIG_MAPS + "/edited";
        String uid = cluster.api().get(path).text("metadata", "uid");
        var cut = new CutOut(path, uid, "ours 1\nours 2\n");
        var shell = machine.processes().run(cut.inverse(reached).argv(), SOON);
        assertThat(shell.ok()).isFalse();
        assertThat(shell.errors()).contains("somebody has changed the lines of " + path + " that begin with 'ours 1'");
        assertThat(corefile("edited")).isEqualTo("theirs\nours 1\nours 3\n");
        assertThatThrownBy(() -> cut.takeBack(reached)).hasMessageContaining("take them out by hand");

        for (CutOut nothing :
                List.of(new CutOut(path, "another", "theirs\n"), new CutOut(path + "-gone", uid, "theirs\n"))) {
            assertThat(machine.processes()
                            .run(nothing.inverse(reached).argv(), SOON)
                            .ok())
                    .isTrue();
            nothing.takeBack(reached);
        }
        assertThat(corefile("edited")).startsWith("theirs\n");
    }

    /** By which whoever cuts something out learns that somebody else was faster. */
    @Test
    void anObjectOfAnOldVersionIsNotTakenByTheServer() throws IOException {
        corefile("versions", "before");
        Json.Obj old = cluster.api().get(CONFIG_MAPS + "/versions").json();
        setCorefile("versions", "theirs");
        var answer = cluster.api().ask("PATCH", CONFIG_MAPS + "/versions", old);
        assertThat(answer.status()).isEqualTo(409);
        assertThat(corefile("versions")).isEqualTo("theirs");
    }

    @Test
    void aCorefileThatWouldNotBeTakenUpIsRefused() throws IOException {
        corefile("still", ". {\n    errors\n}\n");
        assertRefused("coredns/answer", DB, config("still"), "lacks the plugin reload");
        corefile("broken", ". {\n");
        assertRefused("coredns/answer", DB, config("broken"), "block that begins in line 1 has no end");
        corefile("long", ". {\n    reload\n}\n" + "#".repeat(40_000));
        assertRefused("coredns/answer", DB, config("long"), "longer than 40000 characters");
        assertRefused("coredns/answer", DB.with(CorednsAnswer.KEY, "b"), config("still"), "has no key 'b'");
        secret("none", "Opaque", Json.object("Corefile", base64(". {\n    reload\n}\n")));
        assertRefused("coredns/answer", DB, secretNamed("none"), "CoreDNS reads text in a config map");
        var both = DB.with(CorednsAnswer.CODE, "REFUSED").with(CorednsAnswer.ADDRESSES, List.of(address("192.0.2.1")));
        assertRefused("coredns/answer", both, config("still"), "give code or addresses, not both");
    }

    @Test
    void aCertificateHasExpiredForWhoeverChecksItAndItsKeyIsSeenNowhere() throws Exception {
        String valid = Files.readString(keys().resolve("server.crt"));
        String key = Files.readString(keys().resolve("server.key"));
        var both = Json.object("tls.crt", base64(valid), "tls.key", base64(key));
        secret("served", "kubernetes.io/tls", both);
        assertThat(check(valid)).isEmpty();
        var planned = plan(machine, "config/expire-certificate", Arguments.NONE, secretNamed("served"), MOMENT);
        String secretLine = key.lines().toList().get(1);
        assertThat(planned.plan().toString()).doesNotContain(secretLine, base64(key));
        drill("config/expire-certificate", Arguments.NONE, secretNamed("served"), () -> {
            KubernetesObject now = cluster.api().get(SECRETS + "/served");
            String expired = text(now.text("data", "tls.crt"));
            assertThat(check(expired)).contains(CertPathValidatorException.BasicReason.EXPIRED);
            assertThat(text(now.text("data", "tls.key"))).isEqualTo(key);
            assertSameButExpired(Pem.certificate(valid), Pem.certificate(expired));
            assertThat(openssl(expired)).contains("kube-apiserver", "DNS:localhost", "notAfter=");
            assertNowhere(secretLine);
            assertNowhere(base64(key));
            assertRefused(
                    "config/expire-certificate", Arguments.NONE, secretNamed("served"), "has expired already, on ");
            assertThatCertificateIsMovedBackBySomebodyElse(valid);
        });
        var journal = run(planned, new dev.shakeout.engine.Stop());
        assertThat(journal.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(journal.toString()).doesNotContain(secretLine, base64(key));
        assertThat(cluster.api().get(SECRETS + "/served").field("data")).contains(both);
    }

    private void assertThatCertificateIsMovedBackBySomebodyElse(String valid) throws IOException {
        takeBackByLease();
        assertThat(text(cluster.api().get(SECRETS + "/served").text("data", "tls.crt")))
                .isEqualTo(valid);
    }

    private static void assertSameButExpired(X509Certificate valid, X509Certificate expired) throws IOException {
        assertThat(expired.getSubjectX500Principal()).isEqualTo(valid.getSubjectX500Principal());
        assertThat(expired.getPublicKey()).isEqualTo(valid.getPublicKey());
        assertThat(expired.getBasicConstraints()).isEqualTo(valid.getBasicConstraints());
        try {
            assertThat(expired.getSubjectAlternativeNames())
                    .hasToString(valid.getSubjectAlternativeNames().toString());
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
        assertThat(Duration.between(expired.getNotAfter().toInstant(), Instant.now()))
                .isBetween(
                        Duration.ofDays(1).minusSeconds(2), Duration.ofDays(1).plusMinutes(1));
    }

    @Test
    void theFirstOfSeveralCertificatesExpiresAndTheOthersStay() throws IOException {
        String server = Files.readString(keys().resolve("server.crt"));
        String authority = Files.readString(keys().resolve("ca.crt"));
        configMap("bundle", Json.object("ca.crt", "the cluster's\n" + authority + server));
        var longAgo = Arguments.NONE
                .with(ConfigExpireCertificate.KEY, "ca.crt")
                .with(ConfigExpireCertificate.AGO, Duration.ofDays(3650));
        drill("config/expire-certificate", longAgo, config("bundle"), () -> {
            String now = cluster.api().get(CONFIG_MAPS + "/bundle").text("data", "ca.crt");
            X509Certificate expired = Pem.certificate(now);
            assertThat(expired.getSubjectX500Principal().getName()).isEqualTo("CN=testbed-ca");
            assertThat(expired.getNotAfter().toInstant()).isBefore(Instant.now().minus(Duration.ofDays(3649)));
            assertThat(now).endsWith(server);
        });
        assertThat(cluster.api().get(CONFIG_MAPS + "/bundle").text("data", "ca.crt"))
                .isEqualTo("the cluster's\n" + authority + server);
    }

    @Test
    void whatIsNoCertificateOrMoreThanThatIsRefused() throws IOException {
        String server = Files.readString(keys().resolve("server.crt"));
        String key = Files.readString(keys().resolve("server.key"));
        configMap("odd", Json.object("tls.crt", "-----BEGIN CERTIFICATE-----\n", "both", server + key, "none", "x"));
        assertRefused("config/expire-certificate", Arguments.NONE, config("odd"), "holds no certificate in PEM");
        assertRefused("config/expire-certificate", key("none"), config("odd"), "holds no certificate in PEM");
        assertRefused(
                "config/expire-certificate", key("both"), config("odd"), "holds more than certificates (PRIVATE KEY)");
    }

    private static Arguments key(String key) {
        return Arguments.NONE.with(ConfigExpireCertificate.KEY, key);
    }

    /** Why somebody who trusts the cluster's authority would refuse it; empty when it is fine. */
    private Optional<CertPathValidatorException.Reason> check(String pem) throws IOException {
        return Pem.refusal(pem, Files.readString(keys().resolve("ca.crt")));
    }

    /** Those of the cluster, which are as good as any. */
    private Path keys() {
        return folder.resolve("cluster");
    }

    /** As another reader of certificates understands it. */
    private String openssl(String pem) throws IOException {
        Path file = Files.writeString(folder.resolve("expired.crt"), pem);
        String command = "openssl x509 -noout -subject -enddate -ext subjectAltName -in " + file;
        var said = machine.processes().run(List.of(command.split(" ")), SOON);
        assertThat(said.ok()).as(said.errors()).isTrue();
        return said.output();
    }

    private static InetAddress address(String text) {
        return InetAddress.ofLiteral(text);
    }

    private static Selector config(String name) {
        return named(ConfigFinder.KIND, name);
    }

    private static Selector secretNamed(String name) {
        var by = Arguments.NONE.with(ConfigFinder.TYPE, "secret").with(Criteria.NAME, name);
        return new Selector(ConfigFinder.KIND, by, ONE);
    }

    private void corefile(String name, String text) throws IOException {
        configMap(name, Json.object("Corefile", text));
    }

    private String corefile(String name) throws IOException {
        return cluster.api().get(CONFIG_MAPS + "/" + name).text("data", "Corefile");
    }

    private void setCorefile(String name, String text) throws IOException {
        cluster.api().patch(CONFIG_MAPS + "/" + name, Json.object("data", Json.object("Corefile", text)));
    }

    private void configMap(String name, Json.Obj data) throws IOException {
        cluster.api().create(CONFIG_MAPS, Json.object("metadata", Json.object("name", name), "data", data));
    }

    private void secret(String name, String type, Json.Obj data) throws IOException {
        cluster.api().create(SECRETS, Json.object("metadata", Json.object("name", name), "type", type, "data", data));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }
}
