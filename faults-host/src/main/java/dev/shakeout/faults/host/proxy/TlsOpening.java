package dev.shakeout.faults.host.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The beginning of a connection that may be encrypted. The service is asked first, for what its client asked for, and what
 * it chooses is what the client gets.
 */
final class TlsOpening {
    private final TlsIdentity identity;
    private final Side client;
    private final Side service;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private boolean asked;
    private boolean over;

    TlsOpening(TlsIdentity identity, Side client, Side service) {
        this.identity = identity;
        this.client = client;
        this.service = service;
    }

    /** Whether it takes no more. */
    boolean over() {
        return over;
    }

    /**
     * Takes what the client said.
     *
     * @return all that it said, once it is known not to be TLS; else nothing
     */
    ByteBuffer feed(ByteBuffer bytes) throws IOException {
        var copy = new byte[bytes.remaining()];
        bytes.get(copy);
        said.writeBytes(copy);
        if (!asked) {
            switch (TlsHello.read(said.toByteArray())) {
                case TlsHello.Partial() -> {}
                case TlsHello.Other() -> {
                    over = true;
                    return ByteBuffer.wrap(said.toByteArray());
                }
                case TlsHello.Whole(var name, var protocols) -> {
                    asked = true;
                    service.encrypt(identity.client(name, protocols), ByteBuffer.allocate(0), this::answer);
                }
            }
        }
        return ByteBuffer.allocate(0);
    }

    private void answer() throws IOException {
        over = true;
        client.encrypt(identity.service(service.protocol()), ByteBuffer.wrap(said.toByteArray()), () -> {});
    }
}
