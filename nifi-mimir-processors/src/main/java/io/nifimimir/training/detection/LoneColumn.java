/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.detection;

import io.nifimimir.dataset.DataType;
import io.nifimimir.training.Sentences;
import io.nifimimir.training.feature.NameHints;
import io.nifimimir.training.feature.TextNumbers;
import io.nifimimir.training.table.NumberColumn;
import io.nifimimir.training.table.TableColumn;
import io.nifimimir.training.table.TextColumn;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/** What one column says of the target on its own. */
final class LoneColumn {
    /** Absolute correlation (Pearson's, and of ranks) from which a number is the target in another unit, or another order. */
    private static final double COPY_CORRELATION = 0.999;

    private static final double ORDER_CORRELATION = 0.9998;

    /** Fewer rows prove nothing. */
    private static final int FEWEST_ROWS = 10;

    /** Errors of the naive prediction, of which hardly one must be left. */
    private static final int FEWEST_ERRORS = 10;

    /** Share of the naive errors, and of the variance, that a column may leave and still give the target away. */
    private static final double GIVEN_AWAY_ERRORS = 0.025;

    private static final double GIVEN_AWAY_VARIANCE = 0.002;

    /** From here on it is worth a look. */
    private static final double SUSPICIOUS_ERRORS = 0.1;

    private static final double SUSPICIOUS_VARIANCE = 0.02;

    private final TableColumn column;
    private final TargetRows target;
    private final Optional<IntToDoubleFunction> numbers;

    /** Whether its order among the rows may say more than when they were. */
    private final boolean ordered;

    private double left = Double.NaN;

    /** @param trending whether the target grows or falls with time, and with it all else that does */
    LoneColumn(final TableColumn column, final TargetRows target, final boolean trending) {
        this.column = column;
        this.target = target;
        this.numbers = switch (column) {
            case NumberColumn number -> Optional.of(number::value);
            case TextColumn text -> TextNumbers.of(text, target.rows());
        };
        this.ordered = !trending && column.type() != DataType.DATETIME && !NameHints.isTime(column.name());
    }

    /** Why the column gives the target away; empty where it does not. */
    Optional<String> evidence() {
        return copy().or(this::code).or(this::bands).or(this::gaps).or(this::givenAway);
    }

    private Optional<String> copy() {
        if (target.isClassification() || numbers.isEmpty() || column.type() == DataType.DATETIME) {
            return Optional.empty();
        }

        final TargetRows.Pairs pairs = target.numbers(numbers.get());
        if (pairs.size() < FEWEST_ROWS) {
            return Optional.empty();
        }

        final double correlation = Correlations.of(pairs);
        if (Math.abs(correlation) >= COPY_CORRELATION) {
            return Optional.of(Sentences.of("a copy of %s: correlation %.4f", target.name(), correlation));
        }

        final double ofRanks = ordered && pairs.size() >= 3 * FEWEST_ROWS ? Correlations.ofRanks(pairs) : 0;
        return Math.abs(ofRanks) >= ORDER_CORRELATION
                ? Optional.of(Sentences.of(
                        "a copy of %s on another scale: it puts the rows into the same order, rank correlation %.4f",
                        target.name(), ofRanks))
                : Optional.empty();
    }

    /** Each value of the one has one value of the other, and values are repeated often enough for that to be no accident. */
    private Optional<String> code() {
        final Map<Object, Double> labels = new HashMap<>();
        final Map<Double, Object> keys = new HashMap<>();
        int common = 0;
        for (int index = 0; index < target.count(); index++) {
            final Object key = key(target.rows()[index]);
            if (key == null) {
                continue;
            }

            common++;
            final double label = target.labels()[index];
            final Double knownLabel = labels.putIfAbsent(key, label);
            final Object knownKey = keys.putIfAbsent(label, key);
            if (knownLabel != null && knownLabel != label || knownKey != null && !knownKey.equals(key)) {
                return Optional.empty();
            }
        }

        return labels.size() > 1 && common >= FEWEST_ROWS && common >= 3 * labels.size()
                ? Optional.of(Sentences.of(
                        "a code of %s: each value of one belongs to one value of the other", target.name()))
                : Optional.empty();
    }

    private Object key(final int row) {
        return switch (column) {
            case NumberColumn number -> number.isNull(row) ? null : (Object) number.value(row);
            case TextColumn text -> text.isNull(row) ? null : (Object) text.code(row);
        };
    }

    private Optional<String> bands() {
        if (target.isClassification() || !ordered) {
            return Optional.empty();
        }

        final int bands = Bands.count(target, this::key);
        return bands == 0
                ? Optional.empty()
                : Optional.of(Sentences.of(
                        "made from %s: each of its %d values has a range of %s to itself",
                        target.name(), bands, target.name()));
    }

    private Optional<String> gaps() {
        return OutcomeGaps.of(target, column)
                .map(kind -> Sentences.of("%s according to %s: known only with the outcome", kind, target.name()));
    }

    private Optional<String> givenAway() {
        return left() <= (target.isClassification() ? GIVEN_AWAY_ERRORS : GIVEN_AWAY_VARIANCE)
                ? Optional.of("predicts " + target.name() + " almost perfectly on its own: " + leaves())
                : Optional.empty();
    }

    /** Why the column deserves a look; empty where it does not. */
    Optional<String> suspicion() {
        return left() <= (target.isClassification() ? SUSPICIOUS_ERRORS : SUSPICIOUS_VARIANCE)
                ? Optional.of("tells most of " + target.name() + " on its own: " + leaves())
                : Optional.empty();
    }

    private String leaves() {
        return Sentences.of(
                target.isClassification()
                        ? "it leaves %.1f %% of the naive prediction's errors"
                        : "it leaves %.2f %% of the variance",
                100 * left());
    }

    private double left() {
        if (Double.isNaN(left)) {
            left = ordered || column instanceof TextColumn ? predict() : 1;
        }

        return left;
    }

    private double predict() {
        final IntToDoubleFunction values = ordered && column instanceof NumberColumn number ? number::value : null;
        final Neighbours neighbours = new Neighbours(target, values, this::key);
        final double naive = neighbours.naiveLoss();
        final double fewest = target.isClassification() ? FEWEST_ERRORS : 0;
        return target.count() < 3 * FEWEST_ROWS || naive <= fewest || !Double.isFinite(naive)
                ? 1
                : neighbours.loss() / naive;
    }
}
