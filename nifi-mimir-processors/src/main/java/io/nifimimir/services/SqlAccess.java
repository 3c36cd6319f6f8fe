/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.services;

import org.apache.nifi.components.DescribedValue;

/** Allowable values of the property SQL Access. */
enum SqlAccess implements DescribedValue {
    READ_ONLY("read only", "Processors such as ExecuteSQLRecord may query the store and change nothing."),
    READ_AND_WRITE(
            "read and write",
            "Processors may change the store by SQL. What they change is not written down in the audit, and a long transaction of theirs keeps all others waiting.");

    private final String value;

    private final String description;

    SqlAccess(final String value, final String description) {
        this.value = value;
        this.description = description;
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
