package dev.shakeout.server.channel;

import dev.shakeout.model.BadValue;
import java.util.List;

/** All kinds of receivers. */
public final class Receivers {
    public static final List<ReceiverKind> ALL =
            List.of(Webhook.KIND, Slack.KIND, Teams.KIND, Email.KIND, PagerDuty.KIND, Grafana.KIND);

    private Receivers() {}

    /** @throws BadValue there is none of this word */
    public static ReceiverKind of(String word) {
        return ALL.stream()
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new BadValue("there is no kind '" + word + "'; there are: "
                        + String.join(", ", ALL.stream().map(ReceiverKind::word).toList())));
    }
}
