/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import org.apache.nifi.components.DescribedValue;

import java.util.Optional;

/** What is known about the header of delimited text. */
public enum HeaderMode implements DescribedValue {
    DETECT("Detect", "The first full row is the header where it looks like one.", Optional.empty()),
    PRESENT("Present", "The first full row is the header, even if it holds numbers.", Optional.of(true)),
    ABSENT("Absent", "Each row is data; the columns are called column_1, column_2 and so on.", Optional.of(false));

    private final String displayName;
    private final String description;
    private final Optional<Boolean> header;

    HeaderMode(final String displayName, final String description, final Optional<Boolean> header) {
        this.displayName = displayName;
        this.description = description;
        this.header = header;
    }

    Optional<Boolean> header() {
        return header;
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
