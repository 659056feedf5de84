package dev.shakeout.engine;

import dev.shakeout.model.Injection;
import dev.shakeout.model.Inverse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Lets somebody beyond this host know that a run is alive, so that they take its changes back when it is not: this host may be
 * lost as a whole. Found by {@link java.util.ServiceLoader}.
 */
public interface Custodian {
    /** Whom it lets know: kubernetes. */
    String name();

    /**
     * Works out what is to be taken care of; lays nothing down yet.
     *
     * @param lease how long they are to wait for a sign of life
     */
    Care care(Witness.Scope scope, Duration lease, Machine machine);

    /** What they are told of one run. */
    interface Care {
        /**
         * What a shell takes away when everything was taken back in place of a run that is gone: all that {@link #hold} lays
         * down, so that nothing is left of it. It is on disk before that begins.
         */
        default List<Inverse> farewell() {
            return List.of();
        }

        /**
         * Begins before anything is injected.
         *
         * @param lost told, with the reason, when they may have given this run up: it must stop
         * @throws IOException they cannot be told, so nothing may be injected
         */
        Held hold(Consumer<String> lost) throws IOException;
    }

    /** What was planned turns out to be impossible where only a custodian can look. Nothing was injected. */
    final class Impossible extends IOException {
        public Impossible(String why) {
            super(why);
        }
    }

    /** What is renewed until it is ended. */
    interface Held {
        Held NOTHING = _ -> {};

        /**
         * Takes back in a moment what it can of injections whose steps have all been taken. Of hundreds the inverses, each a
         * process, would take longer; they are run for all that is not told of here.
         *
         * @return those of which nothing is left
         */
        default List<Injection> takeBack(List<Injection> injections) {
            return List.of();
        }

        /** What is run by a shell when everything was taken back in place of a run that is gone; see {@link Care#farewell}. */
        interface Farewells {
            /** It is on disk when this returns. */
            void add(Inverse last) throws IOException;
        }

        /**
         * One more injection is about to begin, which they are to take back too.
         *
         * @param farewells told of what this lays down besides, before it does
         * @throws IOException they cannot be told, so it must not begin
         */
        default void join(Injection injection, Farewells farewells) throws IOException {}

        /**
         * No more signs of life.
         *
         * @param clean everything was taken back; otherwise they are to do it
         * @throws IOException they cannot be told, and will look for what is no longer there
         */
        void end(boolean clean) throws IOException;
    }
}
