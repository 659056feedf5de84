package dev.shakeout.dialects.cel;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.StructType;
import java.util.Optional;

/** The one type of our own that an expression meets: what a probe reads. */
record ReadingType(StructType reading) implements CelTypeProvider {
    @Override
    public ImmutableCollection<CelType> types() {
        return ImmutableList.of(reading);
    }

    @Override
    public Optional<CelType> findType(String name) {
        return name.equals(reading.name()) ? Optional.of(reading) : Optional.empty();
    }
}
