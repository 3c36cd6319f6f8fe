/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.services;

import io.nifimimir.store.Durability;
import org.apache.nifi.components.DescribedValue;

/** Allowable values of the property Durability. */
enum DurabilityOption implements DescribedValue {
    FULL(
            Durability.FULL,
            "full",
            "Each commit is synced to the disk before it counts: a power cut loses nothing that was acknowledged."),
    BALANCED(
            Durability.BALANCED,
            "balanced",
            "Syncs at checkpoints alone: faster on slow disks, and a power cut may lose the last minutes. The file stays whole.");

    private final Durability durability;

    private final String value;

    private final String description;

    DurabilityOption(final Durability durability, final String value, final String description) {
        this.durability = durability;
        this.value = value;
        this.description = description;
    }

    Durability durability() {
        return durability;
    }

    @Override
    public String getValue() {
        return value;
    }

    @Override
    public String getDisplayName() {
        return value;
    }

    @Override
    public String getDescription() {
        return description;
    }
}
