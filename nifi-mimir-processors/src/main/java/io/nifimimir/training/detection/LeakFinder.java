/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.detection;

import io.nifimimir.dataset.DataType;
import io.nifimimir.training.ColumnRoles;
import io.nifimimir.training.ModelTask;
import io.nifimimir.training.Sentences;
import io.nifimimir.training.evaluation.DataSplitter;
import io.nifimimir.training.table.NumberColumn;
import io.nifimimir.training.table.TableColumn;
import io.nifimimir.training.table.TrainingTable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds columns that give a target away: copies of it in another unit, order or coding, parts that it is the sum or product of, dates
 * behind the row's own, gaps that say the outcome, and whatever predicts it almost perfectly on its own. A strong feature may be honest
 * (a sensor, a threshold of law), so that each finding has its evidence, and a column that is trusted is reported and kept.
 */
final class LeakFinder {
    /** Cells looked at; of wide tables, fewer rows. */
    private static final int MOST_CELLS = 1_000_000;

    private static final int MOST_ROWS = 5_000;
    private static final int FEW_ROWS = 400;

    /** Absolute rank correlation of the target with time from which all that grows steadily looks like a copy of it. */
    private static final double TREND = 0.95;

    private final TrainingTable table;
    private final TargetRows target;
    private final Optional<NumberColumn> time;
    private final boolean trending;

    private LeakFinder(final TrainingTable table, final TargetRows target) {
        this.table = table;
        this.target = target;
        this.time = DataSplitter.timeColumn(table);
        this.trending = target.task() == ModelTask.REGRESSION
                && time.map(column -> Math.abs(Correlations.ofRanks(target.numbers(column::value))))
                                .orElse(0.0)
                        >= TREND;
    }

    /**
     * @param rows of the table that are learnt from
     * @param labels of these rows: a class index, or a value
     */
    static Leaks find(
            final TrainingTable table,
            final TableColumn target,
            final ModelTask task,
            final int[] rows,
            final double[] labels,
            final ColumnRoles roles) {
        final int most = Math.clamp(MOST_CELLS / table.columnCount(), FEW_ROWS, MOST_ROWS);
        final int step = Math.max(1, rows.length / most);
        final int[] positions = IntStream.range(0, rows.length)
                .filter(position -> position % step == 0)
                .toArray();
        final TargetRows sample = TargetRows.of(target.name(), task, rows, labels, positions);
        return new LeakFinder(table, sample).find(roles);
    }

    private Leaks find(final ColumnRoles roles) {
        final Map<String, String> certain = new LinkedHashMap<>();
        final Map<String, String> suspects = new LinkedHashMap<>();
        final List<NumberColumn> numbers = new ArrayList<>();
        for (final TableColumn column : table.columns()) {
            if (column.name().equals(target.name())) {
                continue;
            }

            final LoneColumn lone = new LoneColumn(column, target, trending);
            final String evidence = lone.evidence().or(() -> lateness(column)).orElse("");
            if (!evidence.isEmpty()) {
                certain.put(column.name(), evidence);
                continue;
            }

            lone.suspicion().ifPresent(suspicion -> suspects.put(column.name(), suspicion));
            if (column instanceof NumberColumn number) {
                numbers.add(number);
            }
        }

        Combinations.find(numbers, target).forEach((name, evidence) -> {
            certain.put(name, evidence);
            suspects.remove(name);
        });
        return judged(certain, suspects, roles);
    }

    private static Leaks judged(
            final Map<String, String> certain, final Map<String, String> suspects, final ColumnRoles roles) {
        final Map<String, String> leftOut = new LinkedHashMap<>();
        certain.forEach((name, evidence) -> {
            if (roles.trusts(name)) {
                suspects.put(name, evidence + ", and kept because it is trusted");
            } else {
                leftOut.put(name, evidence);
            }
        });
        return new Leaks(leftOut, suspects);
    }

    private Optional<String> lateness(final TableColumn column) {
        if (time.isEmpty()
                || column.type() != DataType.DATETIME
                || column.equals(time.get())
                || !(column instanceof NumberColumn dates)) {
            return Optional.empty();
        }

        final double share = LateDates.shareBehind(dates, time.get(), target.rows());
        return share == 0
                ? Optional.empty()
                : Optional.of(Sentences.of(
                        "dated behind %s in %.0f %% of the rows: known only later than the row",
                        time.get().name(), 100 * share));
    }
}
