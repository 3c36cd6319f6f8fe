/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.rule;

import io.nifimimir.monitoring.anomaly.AnomalyDetector;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * When a rule raises an alert. Each condition is a record with its JSON form in {@link RuleConditions}; a new kind of rule is a new
 * record here, and the compiler then names each place that must know of it. Parameters that may be null are left to what the rule finds
 * in its data.
 */
public sealed interface RuleCondition {

    /** Name of the rule type in the store and on the wire, one of {@link RuleConditions#TYPES}. */
    String ruleType();

    /** Judged at each point of a series, by the points up to it. */
    sealed interface OfPoints extends RuleCondition {}

    /** Judged once in a run for each series, at the instant that the run was due: what has not come, or is still to come, has no point. */
    sealed interface OfInstant extends RuleCondition {}

    /** Judged on rows of datasets that a model was applied to; the metric of the rule is the target of the model. */
    sealed interface OfRows extends RuleCondition {}

    /** {@code {"<": 5}}: alert when the value stands in this relation to the bound. */
    record Comparison(Operator operator, double bound) implements OfPoints {
        @Override
        public String ruleType() {
            return "threshold";
        }
    }

    /** {@code {"between": [2, 8]}}: alert when the value lies outside of the closed range. */
    record Range(double lower, double upper) implements OfPoints {
        public Range {
            if (!(lower < upper)) {
                throw new IllegalArgumentException(
                        "A range needs its lower bound first, found [%s, %s]".formatted(lower, upper));
            }
        }

        @Override
        public String ruleType() {
            return "threshold";
        }
    }

    /** {@code {"z_score": 4}}: alert when a value lies this many robust standard deviations from what its own past lets expect. */
    record RobustZScore(double limit) implements OfPoints {
        public RobustZScore {
            require(limit > 0, "z_score must be greater than 0, found %s", limit);
        }

        @Override
        public String ruleType() {
            return "anomaly";
        }
    }

    /**
     * {@code {"anomaly": {}}} or {@code {"anomaly": {"limit": 20}}}: alert when a point is a surprise to the past of its series.
     *
     * @param limit surprise from which on, as {@link AnomalyDetector.Observation#surprise} tells it
     */
    record Anomaly(double limit) implements OfPoints {
        public Anomaly {
            require(limit > 0, "limit of an anomaly must be greater than 0, found %s", limit);
        }

        @Override
        public String ruleType() {
            return "anomaly";
        }
    }

    /**
     * {@code {"change_percent": 15, "direction": "increasing", "window_minutes": 1440}}: alert when the values have moved this far within
     * the window, and that is no chance.
     *
     * @param changePercent of the level at the beginning of the window
     * @param window how far to look back from a point, or null: at {@value #DEFAULT_STEPS} points
     * @param significance probability of such a trend by chance, below which it counts
     */
    record Trend(double changePercent, Direction direction, Duration window, double significance) implements OfPoints {
        public static final double DEFAULT_SIGNIFICANCE = 0.004;

        public static final int DEFAULT_STEPS = 30;

        public Trend {
            require(changePercent > 0, "change_percent must be greater than 0, found %s", changePercent);
            Objects.requireNonNull(direction, "Direction required");
            requirePositive("window_minutes", window);
            requireShare("significance", significance);
        }

        @Override
        public String ruleType() {
            return "trend";
        }
    }

    /**
     * {@code {"expected": "increasing", "min_change_percent": 15}}: alert when a change that should be there is not.
     *
     * @param minimumChangePercent of the level at the beginning of the window
     * @param window as in {@link Trend}
     * @param significance probability of falling short of it by chance, below which it counts
     */
    record ExpectedTrend(Direction expected, double minimumChangePercent, Duration window, double significance)
            implements OfPoints {
        public ExpectedTrend {
            require(
                    expected == Direction.INCREASING || expected == Direction.DECREASING,
                    "expected must be \"increasing\" or \"decreasing\", found %s",
                    expected);
            require(
                    minimumChangePercent > 0,
                    "min_change_percent must be greater than 0, found %s",
                    minimumChangePercent);
            requirePositive("window_minutes", window);
            requireShare("significance", significance);
        }

        @Override
        public String ruleType() {
            return "trend";
        }
    }

    /**
     * {@code {"forecast": {"<=": 0, "horizon_hours": 720}}}: alert when the series will have crossed the bound by the end of the horizon.
     * A forecast does not tell {@code <} from {@code <=}.
     *
     * @param certainty probability of that from which on, at least one half
     * @param withoutDeliveries whether to ask how long a stock lasts if nothing more is delivered
     */
    record Forecast(Operator operator, double bound, Duration horizon, double certainty, boolean withoutDeliveries)
            implements OfInstant {
        public static final double DEFAULT_CERTAINTY = 0.5;

        public Forecast {
            Objects.requireNonNull(operator, "Operator required");
            Objects.requireNonNull(horizon, "Horizon required");
            requirePositive("horizon_hours", horizon);
            require(
                    certainty >= 0.5 && certainty < 1,
                    "certainty must be at least 0.5 and less than 1, found %s",
                    certainty);
        }

        /** Whether the bound is crossed from above. */
        public boolean falls() {
            return operator == Operator.LESS || operator == Operator.LESS_OR_EQUAL;
        }

        @Override
        public String ruleType() {
            return "forecast";
        }
    }

    /**
     * {@code {"missing_data": {"periods": 3}}}: alert when no point has come for so many periods.
     *
     * @param periods how long to wait, in periods
     * @param period the usual distance of two points, or null: learned from the rhythm of each series
     */
    record MissingData(double periods, Duration period) implements OfInstant {
        public static final double DEFAULT_PERIODS = 3;

        public MissingData {
            require(periods >= 1, "periods must be at least 1, found %s", periods);
            requirePositive("period_minutes", period);
        }

        @Override
        public String ruleType() {
            return "missing_data";
        }
    }

    /**
     * {@code {"drift": {"of": "features"}}}: alert when rows are no longer distributed as those that the model has learnt from.
     *
     * @param columns those to compare, or empty: all that the model uses
     * @param minimumDistance smallest change of practical interest, on a scale from 0 to 1: the Kolmogorov-Smirnov distance of numbers, the
     *     total variation of categories (those that are new counted in), the difference of the shares of nulls
     * @param minimumStabilityIndex the same as a population stability index; a column drifts where it reaches either
     * @param significance probability of one false alarm in a look at all columns, after correction for their number
     * @param rows how many to gather before a look; fewer tell nothing
     * @param looks in a row that must find the drift
     * @param season of the reference that rows are compared with
     */
    record Drift(
            DriftSubject of,
            List<String> columns,
            double minimumDistance,
            double minimumStabilityIndex,
            double significance,
            int rows,
            int looks,
            ReferenceSeason season)
            implements OfRows {
        public static final double DEFAULT_DISTANCE = 0.1;

        public static final double DEFAULT_STABILITY_INDEX = 0.1;

        public static final double DEFAULT_SIGNIFICANCE = 0.001;

        public static final int DEFAULT_ROWS = 200;

        public static final int DEFAULT_LOOKS = 2;

        public Drift {
            Objects.requireNonNull(of, "Subject required");
            columns = List.copyOf(columns);
            require(columns.isEmpty() || of == DriftSubject.FEATURES, "columns are of features, found %s", columns);
            require(
                    minimumDistance > 0 && minimumDistance < 1,
                    "min_distance must lie between 0 and 1, found %s",
                    minimumDistance);
            require(minimumStabilityIndex > 0, "min_psi must be greater than 0, found %s", minimumStabilityIndex);
            requireShare("significance", significance);
            require(rows >= MINIMUM_ROWS, "rows must be at least %s, found %s", MINIMUM_ROWS, rows);
            require(looks >= 1, "looks must be at least 1, found %s", looks);
            Objects.requireNonNull(season, "Season required");
        }

        /** The same with another number of looks in a row. */
        public Drift withLooks(final int number) {
            return new Drift(of, columns, minimumDistance, minimumStabilityIndex, significance, rows, number, season);
        }

        @Override
        public String ruleType() {
            return "drift";
        }
    }

    /**
     * {@code {"performance": {"max_drop_percent": 10}}}: alert when the model answers worse than it did at its training, by the rows whose
     * truth has come.
     *
     * @param score name of the score, as in the report of the training, or null: the one that the model was chosen by
     * @param maximumDropPercent how much worse than the score at training, in percent of that: for a score where less is better, how
     *     much more
     * @param significance probability of such a drop by chance, below which it counts
     * @param windowRows newest rows with a truth that make the rolling score
     * @param minimumRows with fewer rows than these nothing is told
     */
    record Performance(String score, double maximumDropPercent, double significance, int windowRows, int minimumRows)
            implements OfRows {
        public static final double DEFAULT_DROP_PERCENT = 10;

        public static final double DEFAULT_SIGNIFICANCE = 0.01;

        public static final int DEFAULT_WINDOW_ROWS = 500;

        public static final int DEFAULT_MINIMUM_ROWS = 100;

        public Performance {
            require(score == null || !score.isBlank(), "score must not be blank, found \"%s\"", score);
            require(maximumDropPercent > 0, "max_drop_percent must be greater than 0, found %s", maximumDropPercent);
            requireShare("significance", significance);
            require(minimumRows >= MINIMUM_ROWS, "min_rows must be at least %s, found %s", MINIMUM_ROWS, minimumRows);
            require(
                    windowRows >= minimumRows,
                    "window_rows must be at least min_rows, %s, found %s",
                    minimumRows,
                    windowRows);
        }

        /** Whether the other one has the same score of the same rows, whatever either makes of it. */
        public boolean gathersAs(final Performance other) {
            return Objects.equals(score, other.score)
                    && windowRows == other.windowRows
                    && minimumRows == other.minimumRows;
        }

        @Override
        public String ruleType() {
            return "performance";
        }
    }

    /**
     * What the store holds in place of a condition, where somebody has changed it by hand. It fails its own rule when that is evaluated,
     * and no other.
     */
    record Unreadable(String json, String reason) implements RuleCondition {
        @Override
        public String ruleType() {
            return "unreadable";
        }
    }

    /** Relation of a value to a bound. */
    enum Operator {
        LESS("<"),
        LESS_OR_EQUAL("<="),
        GREATER(">"),
        GREATER_OR_EQUAL(">=");

        private final String symbol;

        Operator(final String symbol) {
            this.symbol = symbol;
        }

        public String symbol() {
            return symbol;
        }
    }

    /** Which way values move. */
    enum Direction {
        INCREASING,
        DECREASING,
        ANY;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What may drift. */
    enum DriftSubject {
        FEATURES,
        PREDICTIONS;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Which rows of the reference rows are compared with: those of the same part of a season, or all of them. */
    enum ReferenceSeason {
        /** The finest that the reference has enough rows for, and that explains something. */
        AUTO,
        NONE,
        HOUR_OF_DAY,
        DAY_OF_WEEK,
        MONTH_OF_YEAR;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Fewer rows than these have no distribution and no score. */
    int MINIMUM_ROWS = 20;

    private static void requirePositive(final String name, final Duration duration) {
        require(duration == null || duration.isPositive(), "%s must be greater than 0, found %s", name, duration);
    }

    private static void requireShare(final String name, final double share) {
        require(share > 0 && share < 1, "%s must lie between 0 and 1, found %s", name, share);
    }

    private static void require(final boolean holds, final String message, final Object... found) {
        if (!holds) {
            throw new IllegalArgumentException(message.formatted(found));
        }
    }
}
