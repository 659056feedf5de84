/** JSONPath in the dialect of jsonpath2, which Chaos Toolkit uses. Start at {@code Path}. */
package dev.shakeout.model.jsonpath;
