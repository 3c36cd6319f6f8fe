/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.ingest.json.JsonOptions;
import org.apache.nifi.components.DescribedValue;

/** What becomes of an array within a row of JSON, as the user may choose it. */
public enum ArrayHandling implements DescribedValue {
    TEXT("Text", "It stays in one cell, as JSON text.", JsonOptions.Arrays.TEXT),
    EXPLODE(
            "Explode",
            "Each element of one array makes a row, with the other fields repeated.",
            JsonOptions.Arrays.EXPLODE);

    private final String displayName;
    private final String description;
    private final JsonOptions.Arrays arrays;

    ArrayHandling(final String displayName, final String description, final JsonOptions.Arrays arrays) {
        this.displayName = displayName;
        this.description = description;
        this.arrays = arrays;
    }

    JsonOptions.Arrays arrays() {
        return arrays;
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
