package dev.shakeout.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Journal;
import dev.shakeout.model.Proof;
import dev.shakeout.model.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every report says whether the host is as before, and what to run where it is not. */
class ProofTest {
    private static final String TABLE = "new: nftables table inet shakeout_1 in the network of process db (pid 4)";
    private static final String CLEAR = "nsenter --net=/proc/4/ns/net nft delete table inet shakeout_1";

    private static Journal left() {
        var j = new Journals();
        j.verdict = Verdict.UNSAFE;
        j.proof = Optional.of(new Proof(
                87,
                List.of(new Proof.Residue(TABLE, Optional.of(CLEAR))),
                List.of("new: route 10.0.0.0/8 via 192.0.2.1 dev eth0 metric 0")));
        j.reasons.add("left behind: " + TABLE);
        return j.build();
    }

    private static String text(String html, String tag) {
        return Xml.all(Xml.parse(html), tag).stream()
                .map(element -> element.getTextContent())
                .collect(Collectors.joining("\n"));
    }

    @Test
    void a_clean_host_is_told_with_the_number_of_facts() {
        assertThat(text(HtmlReport.of(Runs.kill()), "header"))
                .contains("as before (87 facts)")
                .contains("nothing to take back");
        assertThat(text(HtmlReport.of(Runs.kill()), "section")).contains("the host is as before: 87 facts compared");
        assertThat(MarkdownReport.of(Runs.kill())).contains("✓ the host is as before: 87 facts compared.");
        assertThat(JunitReport.of(Runs.kill())).contains("<testcase name=\"the host is as before\"");
    }

    @Test
    void what_is_left_stands_under_the_verdict_with_the_command_that_clears_it() {
        String header = text(HtmlReport.of(left()), "header");
        assertThat(header).contains("Run this now").contains(TABLE).contains(CLEAR);
        assertThat(MarkdownReport.of(left()))
                .contains("Run this now")
                .contains(CLEAR)
                .contains("1 of 87 facts about the host is not as before.")
                .contains("nftables table inet shakeout\\_1");
        var error = Xml.all(Xml.parse(JunitReport.of(left())), "error").getLast();
        assertThat(error.getAttribute("type")).isEqualTo("residue");
        assertThat(error.getTextContent()).contains(TABLE).contains(CLEAR);
    }

    @Test
    void what_changed_meanwhile_is_told_apart() {
        assertThat(text(HtmlReport.of(left()), "details"))
                .contains("Changed meanwhile, not by this run: 1")
                .contains("route 10.0.0.0/8");
        assertThat(MarkdownReport.of(left())).contains("Changed meanwhile, not by this run");
    }
}
