package dev.shakeout.engine;

import dev.shakeout.model.Target;

/**
 * What must be there for a call, and only for it: it is made by steps with inverses, as a fault is, just before the call, and
 * taken back when the call is over. It is no fault, so nothing is concluded from its being there.
 *
 * @param target what will be there; its id is its own, so that nobody else is kept from anything
 * @param rung how it is made, in a few words
 */
public record Made(Target target, String rung, Rung.Prospect prospect) {}
