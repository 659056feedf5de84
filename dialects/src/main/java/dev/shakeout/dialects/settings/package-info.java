/** Chaos Toolkit's settings file, and files of controls. Start at {@code UserSettings}. */
package dev.shakeout.dialects.settings;
