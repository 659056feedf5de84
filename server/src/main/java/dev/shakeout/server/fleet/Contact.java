package dev.shakeout.server.fleet;

/** Speaks with one agent in channels, each for one run or for the server itself. */
interface Contact {
    /** Who hears what an agent says in a channel. */
    interface Listener {
        /** Throws nothing, and does not wait for long. */
        void line(String line);

        /** Nothing more comes, and nothing gets there any more; told once. */
        void over();
    }

    /** @param channel that nobody has used before */
    void open(String channel, Listener listener);

    /** What comes too late gets nowhere. */
    void say(String channel, String line);

    /** The agent takes back what it has done for whoever opened it. */
    void end(String channel);
}
