/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.source;

import io.nifimimir.dataset.Column;
import io.nifimimir.dataset.DatasetReader;
import io.nifimimir.dataset.DatasetReaders;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns a dataset back into rows that a conversion reads, so that the options of a request have effect on it as on any other source. */
public final class DatasetRows {
    private DatasetRows() {}

    /**
     * @param content a dataset in any encoding
     * @return the types of its columns by name: they are not to be guessed a second time
     * @throws RefusedRequestException where the filter names a column that there is not
     */
    public static Map<String, String> write(
            final InputStream content, final QueryFilter filter, final OutputStream output)
            throws IOException, RefusedRequestException {
        try (DatasetReader reader = DatasetReaders.open(content)) {
            final List<Column> columns = reader.header().columns();
            final List<String> names = columns.stream().map(Column::name).toList();
            for (final QueryFilter.Term term : filter.terms()) {
                if (!names.contains(term.column())) {
                    throw RefusedRequestException.unprocessable(
                            "data_source.query.filter." + term.column(),
                            "There is no such column, expected one of " + names);
                }
            }
            try (JsonRows rows = new JsonRows(output, names)) {
                for (Object[] row = reader.next(); row != null; row = reader.next()) {
                    if (matches(filter, names, row)) {
                        rows.write(row);
                    }
                }
            }
            final Map<String, String> types = new LinkedHashMap<>();
            columns.forEach(column -> types.put(column.name(), column.dataType().wireName()));
            return types;
        }
    }

    private static boolean matches(final QueryFilter filter, final List<String> names, final Object[] row) {
        return filter.terms().stream().allMatch(term -> term.matches(row[names.indexOf(term.column())]));
    }
}
