/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.training.table.RowLimit;
import org.apache.nifi.components.DescribedValue;

/** What becomes of a dataset that does not fit the memory that training may use. */
enum OversizedTable implements DescribedValue {
    SAMPLE(
            "Sample",
            "Learn from as many rows as fit, and say so in the report: an even sample that keeps rare classes, of a time series the newest rows. The same dataset gives the same sample",
            RowLimit.Strategy.SAMPLE),
    REFUSE(
            "Refuse",
            "Route the dataset to failure, with the row at which the limit was reached",
            RowLimit.Strategy.REFUSE);

    private final String displayName;
    private final String description;
    private final RowLimit.Strategy strategy;

    OversizedTable(final String displayName, final String description, final RowLimit.Strategy strategy) {
        this.displayName = displayName;
        this.description = description;
        this.strategy = strategy;
    }

    RowLimit.Strategy strategy() {
        return strategy;
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
