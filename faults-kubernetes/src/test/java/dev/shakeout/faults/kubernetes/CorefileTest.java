package dev.shakeout.faults.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where lines can be put into a Corefile, and which ones are left alone. */
class CorefileTest {
    /** What kubeadm writes. */
    static final String USUAL = """
            .:53 {
                errors
                health {
                   lameduck 5s
                }
                ready
                kubernetes cluster.local in-addr.arpa ip6.arpa {
                   pods insecure
                   fallthrough in-addr.arpa ip6.arpa
                   ttl 30
                }
                prometheus :9153
                forward . /etc/resolv.conf {
                   max_concurrent 1000
                }
                cache 30
                loop
                reload
                loadbalance
            }
            """;

    @Test
    void linesComeFirstInTheServerBlock() throws ApiRung.Unfit {
        var corefile = Corefile.read(USUAL);
        assertThat(corefile.reloads()).isTrue();
        assertThat(corefile.imports()).isFalse();
        assertThat(corefile.with("    ours\n")).isEqualTo(USUAL.replace("{\n    errors", "{\n    ours\n    errors"));
    }

    @Test
    void everyServerBlockGetsThemAndSnippetsDoNot() throws ApiRung.Unfit {
        String text = """
                # { comments } do not count
                (common) {
                  reload 10s
                  cache
                }
                import more/*.server
                a.example, # goes on
                b.example:1053 { # the zones' own
                  import common
                  template IN A {
                    answer "{{ .Name }} 0 IN A \\"1\\" { # no comment"
                  }
                }
                .
                {
                }
                """;
        var corefile = Corefile.read(text);
        assertThat(corefile.reloads()).isTrue();
        assertThat(corefile.imports()).isTrue();
        assertThat(corefile.with("ours\n"))
                .isEqualTo(text.replace("zones' own\n", "zones' own\nours\n").replace("\n{\n", "\n{\nours\n"));
    }

    @Test
    void onlyThePluginReloadReloads() throws ApiRung.Unfit {
        assertThat(Corefile.read(". {\n  log reload\n  x {\n    reload\n  }\n  import reload\n}\n"))
                .satisfies(corefile -> assertThat(corefile.reloads()).isFalse())
                .satisfies(corefile -> assertThat(corefile.imports()).isTrue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|no server block",
                "# nothing|no server block",
                "(a) {;}|no server block",
                ".;errors|server block of line 1 has no braces",
                ". {;};x|server block of line 3 has no braces",
                "{;}|in line 1 follows no zone",
                ". { errors;}|what follows '{' in line 1 must stand on a line of its own",
                ". {|block that begins in line 1 has no end",
                ". {;log {;}|block that begins in line 1 has no end",
                ". {;log \"a;}|a quote in line 2 is not closed",
            })
    void whatCannotBeReadIsToldWithItsLine(String text, String words) {
        assertThatThrownBy(() -> Corefile.read(text.replace(';', '\n')))
                .isInstanceOf(ApiRung.Unfit.class)
                .hasMessageContaining("its Corefile cannot be read: ")
                .hasMessageContaining(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a..b", "a b", "a\"b", "*.example", "a.example {", "ä.example"})
    void whatIsNoNameIsRefused(String text) {
        assertThatThrownBy(() -> new DomainName().parse(Json.of(text)))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("labels of 1 to 63 letters");
    }

    @Test
    void namesAreTakenAsDnsComparesThem() {
        assertThat(new DomainName().parse(Json.of("DB.Example."))).isEqualTo("db.example");
        String label = "a".repeat(63);
        String longest = String.join(".", label, label, label, "b".repeat(61));
        assertThat(new DomainName().parse(Json.of(longest))).hasSize(253);
        assertThatThrownBy(() -> new DomainName().parse(Json.of(longest + "b"))).isInstanceOf(BadValue.class);
        assertThatThrownBy(() -> new DomainName().parse(Json.of(label + "a"))).isInstanceOf(BadValue.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "db.example", "192.0.2", "192.0.2.256", "fe80::1%eth0", "192.0.2.1,", "::g"})
    void whatIsNoAddressIsRefused(String text) {
        assertThatThrownBy(() -> new Addresses().parse(Json.of(text)))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("must be 1 to 12 IPv4 and IPv6 addresses");
    }

    @Test
    void addressesAreCounted() {
        assertThat(new Addresses().parse(Json.of("192.0.2.1, 2001:db8::1"))).hasSize(2);
        assertThatThrownBy(() -> new Addresses().parse(Json.of("192.0.2.1" + ",192.0.2.1".repeat(12))))
                .hasMessageContaining("13 addresses are given");
    }
}
