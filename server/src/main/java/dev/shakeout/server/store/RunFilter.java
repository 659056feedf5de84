package dev.shakeout.server.store;

import dev.shakeout.model.Verdict;
import dev.shakeout.server.access.Extent;
import java.util.Optional;

/** Which runs are meant; what is empty does not matter. */
public record RunFilter(
        Extent environments, Optional<String> experiment, Optional<StoredRun.State> state, Optional<Verdict> verdict) {}
