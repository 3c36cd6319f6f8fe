/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.excel;

import org.apache.poi.ss.util.CellRangeAddress;

import java.util.List;

/**
 * A sheet of an Excel 97 workbook.
 *
 * @param start of its spooled rows
 * @param merges is filled while the sheet is read
 * @param hiddenColumns is filled while the sheet is read
 */
record XlsSheet(long start, List<CellRangeAddress> merges, List<String> hiddenColumns) {}
