/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.training.ColumnRoles;
import org.apache.nifi.components.DescribedValue;

/** Which rows are kept together when a model is validated. */
enum RowGrouping implements DescribedValue {
    DETECT(
            "Detect",
            "Where a column such as patient_id names the same entity in many rows that are alike in the target, a model is scored on entities that it has not seen",
            ColumnRoles.Groups.DETECT),
    BY_COLUMN(
            "By Column", "Rows with the same value of 'Group Column' are kept together", ColumnRoles.Groups.BY_COLUMN),
    NONE("None", "Rows are taken to be independent of each other", ColumnRoles.Groups.NONE);

    private final String displayName;
    private final String description;
    private final ColumnRoles.Groups groups;

    RowGrouping(final String displayName, final String description, final ColumnRoles.Groups groups) {
        this.displayName = displayName;
        this.description = description;
        this.groups = groups;
    }

    ColumnRoles.Groups groups() {
        return groups;
    }

    @Override
    public String getValue() {
        return name();
    }

    @Override
    public String getDisplayName() {
        return displayName;
    }

    @Override
    public String getDescription() {
        return description;
    }
}
