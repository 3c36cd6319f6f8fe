/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import java.util.Locale;

/** The kind of source that a dataset was read from. */
public enum SourceType {
    CSV,
    EXCEL,
    JSON,
    MARKDOWN,
    RECORD,
    PIPELINE,
    STORAGE,
    STREAM;

    /** The name on the wire, such as {@code csv}. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static SourceType ofWireName(final String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
