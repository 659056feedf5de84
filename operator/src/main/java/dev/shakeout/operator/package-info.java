/**
 * Carries out experiments that are objects of a cluster. {@link dev.shakeout.operator.Operator} is where it begins: the one
 * that leads ({@link dev.shakeout.operator.Leadership}) follows the runs ({@link dev.shakeout.operator.Runs}), and each run
 * is a command of its own with the rights of an account that it names ({@link dev.shakeout.operator.Attempt}).
 */
@NullMarked
package dev.shakeout.operator;

import org.jspecify.annotations.NullMarked;
