@org.jspecify.annotations.NullMarked
package dev.shakeout.dialects.schema;
