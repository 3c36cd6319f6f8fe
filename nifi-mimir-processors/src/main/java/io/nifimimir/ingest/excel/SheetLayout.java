/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.excel;

import org.apache.poi.ss.util.CellRangeAddress;

import java.util.Comparator;
import java.util.List;

/**
 * What a file says of a sheet beside its rows.
 *
 * @param merges regions of merged cells that reach over several rows, by their first row
 * @param headerMerges all regions of merged cells that begin where a header may stand
 * @param hiddenColumns letters of the columns that Excel does not show, a range as {@code C:E}
 */
record SheetLayout(List<CellRangeAddress> merges, List<CellRangeAddress> headerMerges, List<String> hiddenColumns) {
    private static final int HEADER_ROWS = 1_000;

    /** @param merges in any order */
    static SheetLayout of(final List<CellRangeAddress> merges, final List<String> hiddenColumns) {
        return new SheetLayout(
                merges.stream()
                        .filter(merge -> merge.getLastRow() > merge.getFirstRow())
                        .sorted(Comparator.comparingInt(CellRangeAddress::getFirstRow))
                        .toList(),
                merges.stream()
                        .filter(merge -> merge.getFirstRow() < HEADER_ROWS)
                        .toList(),
                List.copyOf(hiddenColumns));
    }
}
