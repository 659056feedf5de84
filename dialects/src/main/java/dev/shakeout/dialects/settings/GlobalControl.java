package dev.shakeout.dialects.settings;

import dev.shakeout.model.Json;

/**
 * A control that holds for every experiment, from the settings or a file of controls.
 *
 * @param name by which it was declared
 * @param definition as written: {@code provider}, {@code scope}, {@code automatic}
 * @param file where it was declared, for messages
 */
public record GlobalControl(String name, Json.Obj definition, String file) {}
