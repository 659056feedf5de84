package dev.shakeout.agent.fleet;

import dev.shakeout.agent.Carrier;
import dev.shakeout.agent.Knock;
import dev.shakeout.agent.Member;
import dev.shakeout.agent.Orders;
import dev.shakeout.engine.JsonReader;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The way from a run to the agents of its environment: the door that its server has opened for it.
 *
 * @param door a socket in the file system
 */
public record FleetLink(Path door) {
    /** Of the environment; names the door. Set by a server for the runs that it carries out. */
    public static final String VARIABLE = "SHAKEOUT_FLEET";

    /** Empty in a run that no server carries out. */
    public static Optional<FleetLink> of(Map<String, String> environment) {
        return Optional.ofNullable(environment.get(VARIABLE))
                .filter(path -> !path.isEmpty())
                .map(path -> new FleetLink(Path.of(path)));
    }

    /**
     * Who can be reached now, in the order in which they joined.
     *
     * @throws IOException the server is gone
     */
    public List<Member> members() throws IOException {
        try (Carrier carrier = knock(new Knock.Members())) {
            return Member.read(answer(carrier));
        } catch (BadValue e) {
            throw new IOException("what the server says of its fleet is not understood: " + e.getMessage(), e);
        }
    }

    /**
     * What an agent is ordered by, see {@link Orders}.
     *
     * @throws IOException it cannot be reached, and why
     */
    public Carrier to(String agent) throws IOException {
        Carrier carrier = knock(new Knock.Speak(agent));
        try {
            answer(carrier);
            return new Unhurried(carrier);
        } catch (IOException | RuntimeException e) {
            carrier.close();
            throw e;
        }
    }

    private Carrier knock(Knock knock) throws IOException {
        try {
            SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(door));
            Carrier carrier = Carrier.of(Channels.newInputStream(channel), Channels.newOutputStream(channel));
            carrier.send(knock.json().compact());
            return carrier;
        } catch (IOException e) {
            throw new IOException("the server that carries out this run is gone (" + e.getMessage() + ")", e);
        }
    }

    private static Json.Obj answer(Carrier carrier) throws IOException {
        String line = carrier.receive().orElseThrow(() -> new IOException("the server has shut the door"));
        if (!(JsonReader.read(line) instanceof Json.Obj answer)) {
            throw new IOException("what the server answers is not understood: " + line);
        }
        Optional<Json> refused = answer.get("refused");
        if (refused.isPresent()) {
            throw new IOException(refused.get().text());
        }
        return answer;
    }
}
