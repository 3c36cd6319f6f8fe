/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.excel;

import java.util.Optional;

/**
 * What the user has set about a workbook; what is absent is detected.
 *
 * @param sheet name of a sheet, or its number counted from 1, with a range behind an exclamation mark where only a part is wanted, or
 *     {@link #ALL_SHEETS}; absent for the first shown sheet that holds a table
 * @param password of a protected workbook
 */
public record ExcelOptions(Optional<String> sheet, Optional<String> password) {
    /** Excel allows no such name. */
    public static final String ALL_SHEETS = "*";

    /** Under this name, {@code source_info} lists where further tables begin on the sheet. */
    public static final String OTHER_TABLES = "other_tables";

    public static final ExcelOptions DETECT_ALL = new ExcelOptions(Optional.empty(), Optional.empty());

    public ExcelOptions withSheet(final String changed) {
        return new ExcelOptions(Optional.of(changed), password);
    }

    public ExcelOptions withPassword(final String changed) {
        return new ExcelOptions(sheet, Optional.of(changed));
    }

    public boolean isAllSheets() {
        return sheet.filter(wanted -> wanted.strip().equals(ALL_SHEETS)).isPresent();
    }

    /** Without the password, which has no place in a log. */
    @Override
    public String toString() {
        return "ExcelOptions[sheet=%s, password=%s]"
                .formatted(sheet.orElse("detected"), password.isPresent() ? "set" : "none");
    }
}
