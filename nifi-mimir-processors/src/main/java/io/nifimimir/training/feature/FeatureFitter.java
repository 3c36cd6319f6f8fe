/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.feature;

import io.nifimimir.dataset.DataType;
import io.nifimimir.training.StopSignal;
import io.nifimimir.training.learner.FeatureMatrix;
import io.nifimimir.training.table.Cells;
import io.nifimimir.training.table.NumberColumn;
import io.nifimimir.training.table.TableColumn;
import io.nifimimir.training.table.TextColumn;
import io.nifimimir.training.table.TrainingTable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Chooses and fits the encodings of each column, looking at the given rows only. */
public final class FeatureFitter {
    /** Of wide tables no more columns become features. */
    public static final int MOST_COLUMNS = 500;

    /** Levels that keep a code of their own; the rest are pooled. */
    private static final int MOST_LEVELS = 60;

    /** A level of fewer rows tells a model little but the noise of these rows. */
    private static final int FEWEST_ROWS_OF_LEVEL = 3;

    /** Fewer levels are told apart well enough by their codes. */
    private static final int FEWEST_LEVELS_FOR_MEANS = 9;

    /** Texts with a number in at least this share of them have it as a feature. */
    private static final double FEWEST_NUMBERS = 0.1;

    private static final int FEWEST_ROWS_FOR_SCORE = 100;
    private static final int MILLIS_PER_DAY = 86_400_000;

    private final TrainingTable table;
    private final int[] rows;
    private final Supervision supervision;
    private final StopSignal signal;
    private final List<ColumnEncoding> encodings = new ArrayList<>();
    private final Map<Integer, float[]> outOfFold = new HashMap<>();

    private FeatureFitter(
            final TrainingTable table, final int[] rows, final Supervision supervision, final StopSignal signal) {
        this.table = table;
        this.rows = rows;
        this.supervision = supervision;
        this.signal = signal;
    }

    /** @param training the rows that the plan was fitted on, as they are to be learnt from */
    public record Fitted(FeaturePlan plan, FeatureMatrix training) {}

    /**
     * @param supervision the labels of the rows
     * @param leftOut columns that are no features (the target, leaks), with the reason; columns found useless here are added
     */
    public static Fitted fit(
            final TrainingTable table,
            final int[] rows,
            final Supervision supervision,
            final Map<String, String> leftOut,
            final StopSignal signal) {
        return fit(table, rows, supervision, leftOut, List.of(), signal);
    }

    /**
     * @param supervision the labels of the rows
     * @param leftOut columns that are no features (the target, leaks), with the reason; columns found useless here are added
     * @param pairs features to be made of others; without those that one of the two is missing for
     */
    public static Fitted fit(
            final TrainingTable table,
            final int[] rows,
            final Supervision supervision,
            final Map<String, String> leftOut,
            final List<FeaturePair> pairs,
            final StopSignal signal) {
        final FeatureFitter fitter = new FeatureFitter(table, rows, supervision, signal);
        final Map<TableColumn, ColumnProfile> profiles = new LinkedHashMap<>();
        for (final TableColumn column : table.columns()) {
            if (leftOut.containsKey(column.name())) {
                continue;
            }

            final ColumnProfile profile = ColumnProfiler.profile(column, rows);
            if (profile.isUseless()) {
                leftOut.put(column.name(), profile.reason());
                continue;
            }

            profiles.put(column, profile);
        }

        for (final TableColumn column :
                ColumnScreening.mostTelling(List.copyOf(profiles.keySet()), rows, supervision, leftOut)) {
            fitter.add(column, profiles.get(column));
        }

        return fitter.finish(pairs);
    }

    private Fitted finish(final List<FeaturePair> pairs) {
        final Set<String> pairable =
                new FeaturePlan(encodings, List.of()).pairable().keySet();
        final FeaturePlan plan = new FeaturePlan(
                encodings,
                pairs.stream()
                        .filter(pair -> pairable.containsAll(List.of(pair.first(), pair.second())))
                        .toList());
        final FeatureMatrix matrix = plan.encode(table, rows);
        int offset = 0;
        for (int index = 0; index < encodings.size(); index++) {
            final float[] replaced = outOfFold.get(index);
            final int width = encodings.get(index).features().size();
            for (int row = 0; row < rows.length && replaced != null; row++) {
                System.arraycopy(replaced, row * width, matrix.values(), row * matrix.columns() + offset, width);
            }

            offset += width;
        }

        return new Fitted(plan, matrix);
    }

    private void add(final TableColumn column, final ColumnProfile profile) {
        signal.check("fitting the features of " + column.name());
        switch (column) {
            case NumberColumn dates
            when dates.type() == DataType.DATETIME -> encodings.add(new DateEncoding(column.name(), hourVaries(dates)));
            case NumberColumn numbers -> encodings.add(new NumberEncoding(column.name(), numbers.type()));
            case TextColumn texts
            when profile.kind() == ColumnProfile.Kind.FREE_TEXT -> addText(texts, profile.present());
            case TextColumn texts -> addCategory(texts, profile.present());
        }
    }

    private boolean hourVaries(final NumberColumn dates) {
        return Arrays.stream(rows)
                        .filter(row -> !dates.isNull(row))
                        .mapToLong(row -> Math.floorMod(Cells.epochMillis(dates.value(row)), MILLIS_PER_DAY)
                                / (MILLIS_PER_DAY / 24))
                        .distinct()
                        .limit(2)
                        .count()
                > 1;
    }

    private void addText(final TextColumn column, final int present) {
        final long numbers = Arrays.stream(rows)
                .filter(row -> !column.isNull(row) && !Float.isNaN(TextEncoding.firstNumber(column.value(row))))
                .count();
        encodings.add(new TextEncoding(column.name(), numbers > FEWEST_NUMBERS * present));
        if (supervision.outputs() == 0) {
            return;
        }

        final List<String> words = WordEncoding.choose(column, rows, supervision);
        if (!words.isEmpty()) {
            encodings.add(new WordEncoding(column.name(), words));
        }

        if (present >= FEWEST_ROWS_FOR_SCORE) {
            TextScoreEncoding.fit(column, rows, supervision, signal)
                    .ifPresent(fitted -> add(fitted.encoding(), fitted.outOfFold()));
        }
    }

    private void add(final ColumnEncoding encoding, final float[] features) {
        outOfFold.put(encodings.size(), features);
        encodings.add(encoding);
    }

    private void addCategory(final TextColumn column, final int present) {
        final Map<String, Integer> counts = new HashMap<>();
        final int[] byCode = column.counts(rows);
        for (int code = 0; code < byCode.length; code++) {
            if (byCode[code] > 0) {
                counts.put(column.dictionary().get(code), byCode[code]);
            }
        }

        final List<String> frequent = counts.entrySet().stream()
                .filter(level -> level.getValue() >= FEWEST_ROWS_OF_LEVEL)
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
        if (!frequent.isEmpty()) {
            final List<String> kept = frequent.subList(0, Math.min(frequent.size(), MOST_LEVELS));
            encodings.add(new CategoryEncoding(column.name(), kept, kept.size() < counts.size()));
        }

        final boolean many = counts.size() > MOST_LEVELS || frequent.isEmpty();
        if (many) {
            encodings.add(frequencyEncoding(column.name(), counts, rows.length));
        }

        if (counts.size() >= FEWEST_LEVELS_FOR_MEANS && supervision.outputs() > 0) {
            final TargetMeanEncoding.Fitted fitted = TargetMeanEncoding.fit(column, rows, supervision);
            add(fitted.encoding(), fitted.outOfFold());
        }

        if (many) {
            addText(column, present);
        }
    }

    private static ColumnEncoding frequencyEncoding(
            final String column, final Map<String, Integer> counts, final int rowCount) {
        final Map<String, Double> shares = new TreeMap<>();
        counts.forEach((level, count) -> {
            if (count > 1) {
                shares.put(level, (double) count / rowCount);
            }
        });
        return new FrequencyEncoding(column, shares, 1.0 / rowCount);
    }
}
