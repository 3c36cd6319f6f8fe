/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.excel;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** A workbook of any format. */
interface Workbook extends Closeable {

    /** In the order in which Excel shows them. */
    List<Sheet> sheets();

    /**
     * Reads a sheet from its first row, as often as it takes.
     *
     * @param sheet index among {@link #sheets}
     */
    SheetRows rows(int sheet) throws IOException;

    /** What the file says of the sheet beside its rows; found once. */
    SheetLayout layout(int sheet) throws IOException;

    /**
     * A sheet by its name.
     *
     * @param hidden whether Excel shows it only when asked to, or not at all
     */
    record Sheet(String name, boolean hidden) {}
}
