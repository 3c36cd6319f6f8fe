/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.services;

import io.nifimimir.store.NetworkPolicy;
import org.apache.nifi.components.DescribedValue;

/** Allowable values of the property Network File System. */
enum NetworkFileSystem implements DescribedValue {
    REFUSE(NetworkPolicy.REFUSE, "refuse", "The store is not enabled on a network or shared file system."),
    WARN(NetworkPolicy.WARN, "warn", "The store is enabled, and a bulletin warns that data may be lost.");

    private final NetworkPolicy policy;

    private final String value;

    private final String description;

    NetworkFileSystem(final NetworkPolicy policy, final String value, final String description) {
        this.policy = policy;
        this.value = value;
        this.description = description;
    }

    NetworkPolicy policy() {
        return policy;
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
