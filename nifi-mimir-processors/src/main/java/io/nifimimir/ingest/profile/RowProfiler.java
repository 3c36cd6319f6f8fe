/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.profile;

import io.nifimimir.dataset.DatasetProfile;
import io.nifimimir.dataset.DatasetProfile.NullPattern;

import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Profiles rows as wholes: duplicates, and which columns are null together. Distinct rows are counted exactly while they are few. */
public final class RowProfiler {
    private static final int EXACT_ROWS = 65_536;
    private static final int LOG_REGISTERS = 14;
    private static final int MOST_PATTERNS = 1_000;
    private static final int LISTED_PATTERNS = 10;

    private final Map<BitSet, long[]> nullPatterns = new HashMap<>();
    private final BitSet nulls = new BitSet();
    private LongSet distinct = new LongSet();
    private HyperLogLog sketch;
    private long rows;
    private long completeRows;

    /** @param hashes of the row's cells, 0 for null, as many as there are columns */
    public void accept(final long[] hashes, final int columns) {
        rows++;
        long hash = columns;
        boolean complete = true;
        for (int index = 0; index < columns; index++) {
            hash = Hashes.combine(hash, hashes[index]);
            complete = complete && hashes[index] != 0;
        }
        countDistinct(Hashes.mix(hash));
        if (complete) {
            completeRows++;
        } else {
            countNulls(hashes, columns);
        }
    }

    private void countDistinct(final long hash) {
        if (sketch != null) {
            sketch.add(hash);
            return;
        }
        distinct.add(hash);
        if (distinct.size() > EXACT_ROWS) {
            sketch = new HyperLogLog(LOG_REGISTERS);
            for (final long known : distinct.slots()) {
                if (known != 0) {
                    sketch.add(known);
                }
            }
            distinct = null;
        }
    }

    private void countNulls(final long[] hashes, final int columns) {
        nulls.clear();
        for (int index = 0; index < columns; index++) {
            if (hashes[index] == 0) {
                nulls.set(index);
            }
        }
        final long[] count = nullPatterns.get(nulls);
        if (count != null) {
            count[0]++;
        } else if (nullPatterns.size() < MOST_PATTERNS) {
            nullPatterns.put((BitSet) nulls.clone(), new long[] {1});
        }
    }

    public DatasetProfile profile(final List<String> columns) {
        final long distinctRows = sketch == null ? distinct.size() : Math.round(sketch.estimate());
        final double error = sketch == null ? 0 : sketch.relativeError();
        // An estimate within its error of the number of rows says that there are no duplicates
        final long duplicates = distinctRows > rows * (1 - 3 * error) ? 0 : rows - distinctRows;
        return new DatasetProfile(
                sketch == null ? rows - distinctRows : duplicates, error, completeRows, patterns(columns));
    }

    private List<NullPattern> patterns(final List<String> columns) {
        return nullPatterns.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<BitSet, long[]> entry) -> -entry.getValue()[0])
                        .thenComparing(Map.Entry::getKey, RowProfiler::compare))
                .limit(LISTED_PATTERNS)
                .map(entry -> new NullPattern(names(entry.getKey(), columns), entry.getValue()[0]))
                .toList();
    }

    /** By the first column in which they differ; the one that has it comes first. */
    private static int compare(final BitSet one, final BitSet other) {
        final BitSet different = (BitSet) one.clone();
        different.xor(other);
        final int first = different.nextSetBit(0);
        return Boolean.compare(other.get(Math.max(0, first)), one.get(Math.max(0, first)));
    }

    private static List<String> names(final BitSet pattern, final List<String> columns) {
        return pattern.stream()
                .filter(index -> index < columns.size())
                .mapToObj(columns::get)
                .toList();
    }
}
