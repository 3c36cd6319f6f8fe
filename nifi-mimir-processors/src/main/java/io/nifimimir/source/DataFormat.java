/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.source;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The format of data that a request brings along or that lies in a file. */
public enum DataFormat {
    CSV("text/csv", "csv"),
    EXCEL("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    JSON("application/json", "json");

    private final String mimeType;
    private final String extension;

    DataFormat(final String mimeType, final String extension) {
        this.mimeType = mimeType;
        this.extension = extension;
    }

    public String mimeType() {
        return mimeType;
    }

    /** Of a file's name, without the dot. */
    public String extension() {
        return extension;
    }

    /** As requests write it, such as {@code csv}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<DataFormat> find(final String wireName) {
        return Arrays.stream(values())
                .filter(format -> format.wireName().equals(wireName))
                .findFirst();
    }

    static String accepted() {
        return Arrays.stream(values()).map(DataFormat::wireName).collect(Collectors.joining(", "));
    }
}
