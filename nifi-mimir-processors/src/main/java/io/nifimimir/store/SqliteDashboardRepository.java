/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.dashboard.AlertFilter;
import io.nifimimir.dashboard.AlertRow;
import io.nifimimir.dashboard.AlertStep;
import io.nifimimir.dashboard.DashboardRepository;
import io.nifimimir.dashboard.DatasetRow;
import io.nifimimir.dashboard.EntityRow;
import io.nifimimir.dashboard.MetricRow;
import io.nifimimir.dashboard.ModelRow;
import io.nifimimir.dashboard.Overview;
import io.nifimimir.dashboard.PointBuffer;
import io.nifimimir.dashboard.RuleRow;
import io.nifimimir.dashboard.RunFilter;
import io.nifimimir.dashboard.RunRow;
import io.nifimimir.dashboard.SeriesSpan;
import io.nifimimir.dashboard.StoredForecast;
import io.nifimimir.monitoring.series.SeriesKey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the page reads, through connections that cannot write. */
final class SqliteDashboardRepository implements DashboardRepository {
    private final SqliteDatabase database;

    private final HealthSource healthSource;

    SqliteDashboardRepository(final SqliteDatabase database, final HealthSource healthSource) {
        this.database = database;
        this.healthSource = healthSource;
    }

    @Override
    public Overview overview(final Instant now) {
        final StoreHealth health;
        try {
            health = healthSource.health();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return database.read(connection -> OverviewQueries.overview(connection, health, now));
    }

    @Override
    public List<MetricRow> metrics() {
        return database.read(SeriesQueries::metrics);
    }

    @Override
    public List<EntityRow> entities(
            final String ontologyId, final String metricName, final String search, final int limit) {
        return database.read(connection -> SeriesQueries.entities(connection, ontologyId, metricName, search, limit));
    }

    @Override
    public Optional<SeriesSpan> span(final SeriesKey series, final Instant from, final Instant to) {
        return database.read(connection -> SeriesQueries.span(connection, series, from, to));
    }

    @Override
    public void readPoints(final SeriesKey series, final Instant from, final Instant to, final PointConsumer consumer) {
        database.read(connection -> {
            SeriesQueries.readPoints(connection, series, from, to, consumer);
            return series;
        });
    }

    @Override
    public PointBuffer newestPoints(final SeriesKey series, final Instant to, final int limit) {
        return database.read(connection -> SeriesQueries.newestPoints(connection, series, to, limit));
    }

    @Override
    public List<RuleRow> rules(final SeriesKey series) {
        return database.read(connection -> SeriesQueries.rules(connection, series));
    }

    @Override
    public Optional<StoredForecast> forecast(final SeriesKey series) {
        return database.read(connection -> ModelQueries.forecast(connection, series));
    }

    @Override
    public List<AlertRow> alerts(final AlertFilter filter) {
        return database.read(connection -> AlertQueries.list(connection, filter));
    }

    @Override
    public Optional<AlertRow> alert(final String id) {
        return database.read(connection -> AlertQueries.find(connection, id));
    }

    @Override
    public List<AlertStep> steps(final String alertId) {
        return database.read(connection -> AlertQueries.steps(connection, alertId));
    }

    @Override
    public List<RunRow> runs(final RunFilter filter) {
        return database.read(connection -> RunQueries.list(connection, filter));
    }

    @Override
    public List<ModelRow> models(final int limit) {
        return database.read(connection -> ModelQueries.list(connection, limit));
    }

    @Override
    public Optional<ModelRow> model(final String id) {
        return database.read(connection -> ModelQueries.find(connection, id));
    }

    @Override
    public List<ModelRow> versions(final String ontologyId, final String target) {
        return database.read(connection -> ModelQueries.versions(connection, ontologyId, target));
    }

    @Override
    public List<DatasetRow> datasets(final int limit) {
        return database.read(connection -> ModelQueries.datasets(connection, limit));
    }

    @Override
    public Optional<String> profile(final String trainingKey) {
        return database.read(connection -> ModelQueries.profile(connection, trainingKey));
    }

    @Override
    public Optional<String> trainingReport(final String trainingKey) {
        return database.read(connection -> ModelQueries.trainingReport(connection, trainingKey));
    }

    /** Where the health of the store is asked for. */
    @FunctionalInterface
    interface HealthSource {
        StoreHealth health() throws IOException;
    }
}
