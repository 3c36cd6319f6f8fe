/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.source.DatasetName;
import org.apache.nifi.components.DescribedValue;

/** What a dataset is put aside as, as the user may choose it. */
enum DatasetOrigin implements DescribedValue {
    PIPELINE(
            "Pipeline",
            "The output of a pipeline: a request names it by pipeline_id and output_key",
            DatasetName.Origin.PIPELINE),
    STORAGE(
            "Storage",
            "A collection of a storage: a request names it by storage_id and collection",
            DatasetName.Origin.STORAGE);

    private final String displayName;
    private final String description;
    private final DatasetName.Origin origin;

    DatasetOrigin(final String displayName, final String description, final DatasetName.Origin origin) {
        this.displayName = displayName;
        this.description = description;
        this.origin = origin;
    }

    DatasetName.Origin origin() {
        return origin;
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
