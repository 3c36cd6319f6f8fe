/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import org.apache.nifi.components.DescribedValue;

/** What is expected of a table as to time series. */
public enum TimeSeriesMode implements DescribedValue {
    DETECT("Detect", "A table may hold time series or not; source_info says why not."),
    REQUIRE("Require", "A table that holds no time series goes to failure. Fewer rows and doubtful dates are taken.");

    private final String displayName;
    private final String description;

    TimeSeriesMode(final String displayName, final String description) {
        this.displayName = displayName;
        this.description = description;
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
