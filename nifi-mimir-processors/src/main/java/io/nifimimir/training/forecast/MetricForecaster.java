/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.forecast;

import io.nifimimir.training.forecast.ForecastSelector.Outsider;
import ml.dmlc.xgboost4j.java.XGBoostError;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Finds the forecaster of each series of a metric, one series at a time, so that memory does not grow with their number but for what is
 * kept of each. Once time is up, only forecasters without a search are tried.
 */
public final class MetricForecaster {
    /** Bounds time and memory of boosted trees. */
    private static final int MOST_ROWS = 20_000;

    private final ForecastOptions options;
    private final BooleanSupplier keepGoing;
    private final BooleanSupplier inTime;
    private final ForecastSelector selector;

    /**
     * @param keepGoing asked often; {@link CancellationException} soon after it turns false
     * @param inTime false once the time for searching is spent
     */
    public MetricForecaster(
            final ForecastOptions options, final BooleanSupplier keepGoing, final BooleanSupplier inTime) {
        this.options = options;
        this.keepGoing = keepGoing;
        this.inTime = inTime;
        this.selector = new ForecastSelector(options);
    }

    /** The forecaster of a single series, boosted trees not tried. */
    public static ForecastSelection select(final ObservedSeries series, final ForecastOptions options) {
        return new ForecastSelector(options).select(RegularSeries.of(series), Optional.empty(), true);
    }

    /** @param series of one metric; asked for several times, the same each time */
    public MetricForecast forecast(final String metric, final Supplier<Stream<ObservedSeries>> series) {
        final MetricSummary summary = new MetricSummary(metric);
        try (Trees trees = inTime.getAsBoolean() ? learnTrees(series, summary) : new Trees(0, null, null)) {
            forEach(series, one -> {
                final boolean thorough = inTime.getAsBoolean();
                final ForecastSelection selection = selector.select(one, outsider(trees, one), thorough);
                summary.add(one, selection, thorough);
            });
        }

        return summary.finish();
    }

    private interface SeriesConsumer {
        void accept(RegularSeries series);
    }

    private void forEach(final Supplier<Stream<ObservedSeries>> series, final SeriesConsumer consumer) {
        try (Stream<ObservedSeries> stream = series.get()) {
            for (final Iterator<ObservedSeries> iterator = stream.iterator(); iterator.hasNext(); ) {
                if (!keepGoing.getAsBoolean()) {
                    throw new CancellationException("Stopped while forecasting");
                }

                consumer.accept(RegularSeries.of(iterator.next()));
            }
        }
    }

    /**
     * Trees for the backtest, which know nothing of any series from an instant on, and trees that know all; null where there is too
     * little to learn from.
     */
    private record Trees(long backtestFrom, LagTrees backtest, LagTrees all) implements AutoCloseable {
        @Override
        public void close() {
            if (backtest != null) {
                backtest.close();
            }

            if (all != null) {
                all.close();
            }
        }
    }

    private Trees learnTrees(final Supplier<Stream<ObservedSeries>> series, final MetricSummary summary) {
        final List<Long> firstOrigins = new ArrayList<>();
        forEach(series, one -> selector.plan(one).ifPresent(plan -> firstOrigins.add(timeAt(one, plan.firstOrigin()))));
        if (firstOrigins.isEmpty()) {
            return new Trees(0, null, null);
        }

        final long backtestFrom = firstOrigins.stream().sorted().toList().get(firstOrigins.size() / 2);
        final int mostOfEach = Math.max(4, MOST_ROWS / firstOrigins.size());
        final LagTrees.Rows past = new LagTrees.Rows();
        final LagTrees.Rows all = new LagTrees.Rows();
        forEach(series, one -> {
            addRows(one, knownBefore(one, backtestFrom), mostOfEach, past);
            addRows(one, one.values().length, mostOfEach, all);
        });
        if (past.count() < LagTrees.Rows.FEWEST) {
            summary.note(say(
                    "boosted trees not tried: %,d rows to learn from, %d are needed",
                    past.count(), LagTrees.Rows.FEWEST));
            return new Trees(0, null, null);
        }

        LagTrees backtest = null;
        try {
            backtest = LagTrees.learn(past, options.seed(), keepGoing);
            return new Trees(backtestFrom, backtest, LagTrees.learn(all, options.seed(), keepGoing));
        } catch (final XGBoostError | LinkageError exception) {
            if (backtest != null) {
                backtest.close();
            }

            summary.note("boosted trees not tried: XGBoost cannot be used here: " + exception.getMessage());
            return new Trees(0, null, null);
        }
    }

    private static void addRows(final RegularSeries series, final int known, final int most, final LagTrees.Rows rows) {
        if (known > LagFeatures.FEWEST_BEFORE && rows.count() < 2 * MOST_ROWS) {
            final LagFeatures lags = new LagFeatures(series, known);
            if (lags.isUsable()) {
                rows.add(series, lags, known, most);
            }
        }
    }

    private static long timeAt(final RegularSeries series, final int index) {
        return series.timeAhead(index - series.values().length + 1);
    }

    private static int knownBefore(final RegularSeries series, final long instant) {
        int known = series.values().length;
        while (known > 0 && timeAt(series, known - 1) >= instant) {
            known--;
        }

        return known;
    }

    /** Tried only where the trees may be tested on most of the origins. */
    private Optional<Outsider> outsider(final Trees trees, final RegularSeries series) {
        final Optional<BacktestPlan> plan = selector.plan(series);
        if (trees.all() == null || plan.isEmpty()) {
            return Optional.empty();
        }

        final int[] origins = plan.get().origins();
        final int[] allowed = Arrays.stream(origins)
                .filter(origin -> timeAt(series, origin) >= trees.backtestFrom())
                .toArray();
        final LagFeatures pastLags = new LagFeatures(series, plan.get().firstOrigin());
        final int length = series.values().length;
        final LagFeatures lags = new LagFeatures(series, length);
        if (2 * allowed.length < origins.length
                || !pastLags.isUsable()
                || plan.get().firstOrigin() < LagFeatures.FEWEST_BEFORE) {
            return Optional.empty();
        }

        try {
            final int horizon = plan.get().horizon();
            final double[][] tested = trees.backtest().forecast(series, pastLags, allowed, horizon);
            final double[][] forecasts = new double[origins.length][];
            final int skipped = origins.length - allowed.length;
            for (int index = 0; index < origins.length; index++) {
                forecasts[index] = index < skipped ? missing(horizon) : tested[index - skipped];
            }

            final double[][] path = trees.all().forecast(series, lags, new int[] {length}, horizon);
            return Optional.of(new Outsider(StoredPath.NAME, forecasts, new StoredPath(path[0])));
        } catch (final XGBoostError exception) {
            throw new IllegalStateException("XGBoost cannot forecast: " + exception.getMessage(), exception);
        }
    }

    private static double[] missing(final int horizon) {
        final double[] row = new double[horizon];
        Arrays.fill(row, Double.NaN);
        return row;
    }

    private static String say(final String format, final Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
