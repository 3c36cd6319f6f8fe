/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.dataset.AvroDatasetEncoding;
import io.nifimimir.dataset.DatasetEncoding;
import io.nifimimir.dataset.JsonDatasetEncoding;
import org.apache.nifi.components.DescribedValue;

/** The form of a dataset on the wire, as the user may choose it. */
public enum OutputEncoding implements DescribedValue {
    JSON(
            "JSON",
            "One object, header first and rows last. People and JsonTreeReader read it.",
            new JsonDatasetEncoding()),
    AVRO(
            "Avro",
            "An object container file with typed columns, the header in its metadata. Smaller and faster; AvroReader reads it.",
            new AvroDatasetEncoding());

    private final String displayName;
    private final String description;
    private final DatasetEncoding encoding;

    OutputEncoding(final String displayName, final String description, final DatasetEncoding encoding) {
        this.displayName = displayName;
        this.description = description;
        this.encoding = encoding;
    }

    DatasetEncoding encoding() {
        return encoding;
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
