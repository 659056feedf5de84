package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Inverse;
import dev.shakeout.model.Proof;
import dev.shakeout.model.Step;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is the run's doing, and what is somebody else's. */
class HostPictureTest {
    private static final Fact A =
            Fact.there("", "nftables table inet a", Set.of("nft", "inet a"), "nft delete table inet a");

    private static HostPicture picture(Fact... facts) {
        var picture = new HostPicture(new TreeMap<>(), Set.of(""));
        List.of(facts).forEach(picture::add);
        return picture;
    }

    private static Fact table(Token token) {
        return Fact.there("", "nftables table inet " + token.identifier(), Set.of("nft"), "");
    }

    private static Fact value(String slot, String value, String key) {
        return Fact.value("", slot, value, Set.of(key), Optional.of("back to " + value));
    }

    private static Trace trace(String... argv) {
        return Trace.of(List.of(Step.command("do", List.of(argv), Inverse.of(":"))));
    }

    @Test
    void names_what_is_new_what_is_gone_and_what_has_changed() {
        Fact b = Fact.there("of x", "stopped state", Set.of(), "kill -s CONT 4");
        var before = new HostPicture(new TreeMap<>(), Set.of("", "of x"));
        before.add(A);
        before.add(value("sysctl vm.x", "1", "vm.x"));
        var after = new HostPicture(new TreeMap<>(), Set.of("", "of x"));
        after.add(b);
        after.add(value("sysctl vm.x", "2", "vm.x"));

        assertThat(HostPicture.differences(before, after))
                .containsExactlyInAnyOrder(
                        "gone: nftables table inet a", "new: stopped state of x", "sysctl vm.x: was 1, is 2");
        assertThat(HostPicture.differences(before, before)).isEmpty();
    }

    @Test
    void a_step_that_names_a_thing_has_to_answer_for_it_and_the_command_that_clears_it_is_known() {
        Proof proof = picture(value("sysctl vm.swappiness", "60", "vm.swappiness"))
                .compare(
                        picture(value("sysctl vm.swappiness", "1", "vm.swappiness"), A),
                        trace("sh", "-c", "echo 1 >/proc/sys/vm/swappiness; nft add table inet a"));

        assertThat(proof.residue())
                .containsExactlyInAnyOrder(
                        new Proof.Residue("sysctl vm.swappiness: was 60, is 1", Optional.of("back to 60")),
                        new Proof.Residue("new: nftables table inet a", Optional.of("nft delete table inet a")));
        assertThat(proof.facts()).isEqualTo(2);
        assertThat(proof.meanwhile()).isEmpty();
    }

    @Test
    void what_no_step_names_is_reported_and_not_held_against_the_run() {
        Proof proof = picture(value("sysctl vm.swappiness", "60", "vm.swappiness"))
                .compare(
                        picture(value("sysctl vm.swappiness", "1", "vm.swappiness"), A),
                        trace("nft", "list", "tables"));

        assertThat(proof.clean()).isTrue();
        assertThat(proof.meanwhile())
                .containsExactlyInAnyOrder("sysctl vm.swappiness: was 60, is 1", "new: nftables table inet a");
    }

    @Test
    void a_common_word_names_nothing() {
        var trace = trace("nft", new NftTable(Token.fresh(), List.of()).text(), "type filter hook input", "10.0.0.5");
        Fact table = Fact.there("", "nftables table ip filter", Set.of("nft", "ip filter"), "");
        Fact address = new Routes("", "").address6("fd000000000000000000000000000002 04 40 00 82 eth0");

        assertThat(picture(address).compare(picture(table), trace).residue()).isEmpty();
    }

    @Test
    void a_token_decides_alone() {
        var own = Token.fresh();
        var other = Token.fresh();
        var trace = trace("nft", own.identifier());

        assertThat(picture().compare(picture(table(other)), trace).clean()).isTrue();
        assertThat(picture(table(other)).compare(picture(), trace).clean()).isTrue();
        assertThat(picture().compare(picture(table(own)), trace).residue()).hasSize(1);
    }

    @Test
    void the_root_of_delays_is_shared_by_those_that_hang_on_it() {
        Fact root = Fact.there("", "qdisc htb 5ca0: on lo", Set.of(Band.ROOT, "lo"), "");
        Fact own = Fact.there("", "qdisc netem 1000: on lo", Set.of("htb", "1000", "lo"), "");
        Fact others = Fact.there("", "qdisc netem 2000: on lo", Set.of("htb", "2000", "lo"), "");
        var trace = trace("tc htb", Band.ROOT, "lo", "1000");

        assertThat(picture().compare(picture(root, others), trace).clean()).isTrue();
        assertThat(picture(root, others).compare(picture(), trace).clean()).isTrue();
        assertThat(picture().compare(picture(root), trace).residue()).hasSize(1);
        assertThat(picture().compare(picture(root, own, others), trace).residue())
                .extracting(Proof.Residue::words)
                .containsExactly("new: qdisc netem 1000: on lo");
    }

    @Test
    void what_was_in_a_place_that_is_gone_is_gone_with_it() {
        var before = new HostPicture(new TreeMap<>(), Set.of("", "in the network of x"));
        before.add(Fact.there("in the network of x", "qdisc tbf 8001: on lo", Set.of("tc", "lo"), ""));

        assertThat(before.compare(picture(), trace("tc", "lo")).clean()).isTrue();
    }
}
