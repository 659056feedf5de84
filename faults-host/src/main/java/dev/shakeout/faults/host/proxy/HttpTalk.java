package dev.shakeout.faults.host.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Looks into what goes through a connection, and hands on what is to go on. */
interface HttpTalk {
    /** @param bytes used up then */
    void feed(ByteBuffer bytes, Direction way) throws IOException;

    /**
     * Nothing more comes that way.
     *
     * @return whether the end is handed on later, after what still waits
     */
    boolean ended(Direction way) throws IOException;

    /** Whether bytes are kept back of which nobody can say yet what they are. */
    boolean undecided();

    /** From now on all passes as it is, beginning with what was kept back. */
    void giveUp() throws IOException;
}
