/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.nifimimir.dashboard.DatasetRow;
import io.nifimimir.dashboard.ModelRow;
import io.nifimimir.dashboard.StoredForecast;
import io.nifimimir.monitoring.series.SeriesKey;
import io.nifimimir.training.ForecastTrainer;

import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the page asks of models and trainings. */
final class ModelQueries {
    private static final JsonMapper MAPPER = new JsonMapper();

    /** All but the blobs, which are many times as large as the rest. */
    private static final String SELECT = """
            SELECT id, ontology_id, target, version, task, learner, state, reason, metrics, created_at, promoted_at,
                data_fingerprint, sha256, provenance
            FROM models
            """;

    private ModelQueries() {}

    static List<ModelRow> list(final Connection connection, final int limit) throws SQLException {
        return Sql.list(
                connection, SELECT + "ORDER BY ontology_id, target, version DESC LIMIT ?", ModelQueries::model, limit);
    }

    static List<ModelRow> champions(final Connection connection, final int limit) throws SQLException {
        return Sql.list(
                connection,
                SELECT + "WHERE state = 'champion' ORDER BY ontology_id, target LIMIT ?",
                ModelQueries::model,
                limit);
    }

    static List<ModelRow> versions(final Connection connection, final String ontologyId, final String target)
            throws SQLException {
        return Sql.list(
                connection,
                SELECT + "WHERE ontology_id = ? AND target = ? ORDER BY version DESC",
                ModelQueries::model,
                ontologyId,
                target);
    }

    static Optional<ModelRow> find(final Connection connection, final String id) throws SQLException {
        return Sql.first(connection, SELECT + "WHERE id = ?", ModelQueries::model, id);
    }

    static Optional<StoredForecast> forecast(final Connection connection, final SeriesKey series) throws SQLException {
        final String sql = """
                SELECT content, state, reason FROM models WHERE id = (
                    SELECT id FROM models WHERE ontology_id = ? AND target = ? AND task = 'forecasting'
                    ORDER BY state = 'champion' DESC, version DESC LIMIT 1)""";
        return Sql.first(
                connection,
                sql,
                row -> new StoredForecast(
                        row.getBytes("content"), "champion".equals(row.getString("state")), row.getString("reason")),
                series.ontologyId(),
                ForecastTrainer.TARGET_PREFIX + series.metricName());
    }

    static Optional<String> trainingReport(final Connection connection, final String trainingKey) throws SQLException {
        return Sql.first(
                connection,
                "SELECT report_json FROM training_runs WHERE training_key = ?",
                row -> row.getString(1),
                trainingKey);
    }

    static List<DatasetRow> datasets(final Connection connection, final int limit) throws SQLException {
        final String sql = """
                SELECT training_key, ontology_id, row_count, column_count, completed_at, data_fingerprint,
                    EXISTS (SELECT 1 FROM training_profiles AS kept WHERE kept.training_key = run.training_key) AS profiled
                FROM training_runs AS run ORDER BY completed_at DESC LIMIT ?""";
        return Sql.list(
                connection,
                sql,
                row -> new DatasetRow(
                        row.getString("training_key"),
                        row.getString("ontology_id"),
                        row.getLong("row_count"),
                        row.getLong("column_count"),
                        Sql.instant(row, "completed_at"),
                        row.getString("data_fingerprint"),
                        row.getBoolean("profiled")),
                limit);
    }

    static Optional<String> profile(final Connection connection, final String trainingKey) throws SQLException {
        return Sql.first(
                connection,
                "SELECT profile FROM training_profiles WHERE training_key = ?",
                row -> row.getString(1),
                trainingKey);
    }

    private static ModelRow model(final ResultSet row) throws SQLException {
        try {
            return new ModelRow(
                    row.getString("id"),
                    row.getString("ontology_id"),
                    row.getString("target"),
                    row.getInt("version"),
                    row.getString("task"),
                    row.getString("learner"),
                    row.getString("state"),
                    row.getString("reason"),
                    MAPPER.readValue(row.getString("metrics"), new TypeReference<Map<String, Double>>() {}),
                    Sql.instant(row, "created_at"),
                    Sql.instant(row, "promoted_at"),
                    row.getString("data_fingerprint"),
                    row.getString("sha256"),
                    row.getString("provenance"));
        } catch (final JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
