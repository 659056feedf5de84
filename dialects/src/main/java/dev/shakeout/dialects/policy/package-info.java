/** The policy file and the approvals file: what an organisation allows. Start at {@code PolicyReader}. */
package dev.shakeout.dialects.policy;
