/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.dataset.SourceType;
import org.apache.nifi.components.DescribedValue;

import java.util.Optional;

/** How to read the content, as the user may choose it. */
enum SourceFormat implements DescribedValue {
    DETECT("Detect", "Tell by the content first, then by the file name and the media type", null),
    CSV("CSV", "Delimited text; charset, delimiter, header and decimal comma are detected", SourceType.CSV),
    EXCEL("Excel", "An XLSX workbook", SourceType.EXCEL),
    JSON("JSON", "An array of objects, also within an object, or objects one after the other", SourceType.JSON),
    MARKDOWN(
            "Markdown", "Tables in Markdown, or an article with its front matter, title and text", SourceType.MARKDOWN),
    RECORD("Record", "Whatever the record reader reads: Avro, Parquet, XML, syslog and others", SourceType.RECORD);

    private final String displayName;
    private final String description;
    private final SourceType sourceType;

    SourceFormat(final String displayName, final String description, final SourceType sourceType) {
        this.displayName = displayName;
        this.description = description;
        this.sourceType = sourceType;
    }

    Optional<SourceType> sourceType() {
        return Optional.ofNullable(sourceType);
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
