/** Chaos Mesh's manifests (chaos-mesh.org/v1alpha1). Start at {@code ChaosMesh}; a {@code Kind} is one file. */
package dev.shakeout.dialects.chaosmesh;
