/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** What is worth keeping of a dataset when its rows are gone: the header without its sketches and long lists, a few hundred bytes a column. */
public final class ProfileDigest {
    private static final int MOST_COLUMNS = 2_000;

    private static final int MOST_VALUES = 8;

    private static final int MOST_PATTERNS = 4;

    private ProfileDigest() {}

    /** The fields of a header, as JSON; of a table with very many columns the first ones. */
    public static String json(final DatasetHeader header) {
        final DatasetHeader digest = new DatasetHeader(
                header.source(),
                header.sourceInfo(),
                header.columns().stream()
                        .limit(MOST_COLUMNS)
                        .map(ProfileDigest::column)
                        .toList(),
                header.rowCount(),
                header.timeSeries(),
                header.profile(),
                header.metadata(),
                header.createdAt());
        try {
            return DatasetJson.MAPPER.writeValueAsString(digest);
        } catch (final JsonProcessingException e) {
            throw new UncheckedIOException("The profile of a dataset cannot be written", e);
        }
    }

    private static Column column(final Column column) {
        final ColumnProfile profile = column.profile();
        return new Column(
                column.name(),
                column.index(),
                column.dataType(),
                column.timeSeries(),
                column.nullCount(),
                column.uniqueCount(),
                column.uniqueCountExact(),
                column.stats(),
                List.of(),
                profile == null
                        ? null
                        : new ColumnProfile(
                                profile.uniqueCountError(),
                                profile.quantiles(),
                                profile.quantileRankError(),
                                first(profile.frequentValues(), MOST_VALUES),
                                profile.frequencyError(),
                                profile.range(),
                                profile.lengths(),
                                first(profile.patterns(), MOST_PATTERNS),
                                Map.of()));
    }

    private static <T> List<T> first(final List<T> list, final int most) {
        return list.subList(0, Math.min(most, list.size()));
    }
}
