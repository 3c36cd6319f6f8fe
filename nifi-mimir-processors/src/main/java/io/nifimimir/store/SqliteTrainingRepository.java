/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.nifimimir.training.ModelArtifact;
import io.nifimimir.training.ModelTask;
import io.nifimimir.training.TrainingRepository;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Training runs and models. */
final class SqliteTrainingRepository implements TrainingRepository {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final SqliteDatabase database;

    SqliteTrainingRepository(final SqliteDatabase database) {
        this.database = database;
    }

    @Override
    public Optional<TrainingRun> findRun(final String trainingKey) {
        final String sql = "SELECT * FROM training_runs WHERE training_key = ?";
        return database.read(
                connection -> Sql.first(connection, sql, SqliteTrainingRepository::trainingRun, trainingKey));
    }

    @Override
    public void saveRun(final TrainingRun run) {
        final String sql = """
                INSERT INTO training_runs
                    (training_key, ontology_id, data_fingerprint, row_count, column_count, completed_at, report_json)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (training_key) DO NOTHING""";
        database.writeNewData(connection -> {
            final int added = Sql.update(
                    connection,
                    sql,
                    run.key(),
                    run.ontologyId(),
                    run.dataFingerprint(),
                    run.rowCount(),
                    run.columnCount(),
                    run.completedAt(),
                    run.reportJson());
            if (added > 0) {
                final Map<String, ?> detail = Map.of(
                        "ontology_id", run.ontologyId(),
                        "data_fingerprint", run.dataFingerprint(),
                        "rows", run.rowCount(),
                        "columns", run.columnCount());
                AuditLog.append(
                        connection,
                        AuditEntry.now(run.completedAt(), "training_completed", "training_run", run.key(), detail));
            }
            return added;
        });
    }

    @Override
    public ModelArtifact register(final ModelArtifact model) {
        verify(model, "Model to be registered");
        return database.writeNewData(connection -> {
            final Optional<ModelArtifact> known = Sql.first(
                    connection, "SELECT * FROM models WHERE id = ?", SqliteTrainingRepository::model, model.id());
            return known.isPresent() ? known.get() : insert(connection, model);
        });
    }

    @Override
    public List<ModelArtifact> models(final String ontologyId) {
        final String sql = "SELECT * FROM models WHERE ontology_id = ? ORDER BY version DESC, target";
        return database.read(connection -> Sql.list(connection, sql, SqliteTrainingRepository::model, ontologyId));
    }

    @Override
    public Optional<ModelArtifact> findModel(final String ontologyId, final String target) {
        final String sql = """
                SELECT * FROM models WHERE ontology_id = ? AND target = ? AND active = 1
                ORDER BY version DESC LIMIT 1""";
        final Optional<ModelArtifact> found = database.read(
                connection -> Sql.first(connection, sql, SqliteTrainingRepository::model, ontologyId, target));
        found.ifPresent(model -> verify(
                model, "Model %s (version %d of %s, %s)".formatted(model.id(), model.version(), target, ontologyId)));
        return found;
    }

    private static ModelArtifact insert(final Connection connection, final ModelArtifact model) throws SQLException {
        final int version = Sql.first(
                        connection,
                        "SELECT coalesce(max(version), 0) + 1 FROM models WHERE ontology_id = ? AND target = ?",
                        row -> row.getInt(1),
                        model.ontologyId(),
                        model.target())
                .orElse(1);
        final String sql = """
                INSERT INTO models (id, ontology_id, target, version, task, learner, active, metrics, data_fingerprint,
                    created_at, sha256, content)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";
        Sql.update(
                connection,
                sql,
                model.id(),
                model.ontologyId(),
                model.target(),
                version,
                model.task().wireName(),
                model.learner(),
                model.active(),
                metricsJson(model.metrics()),
                model.dataFingerprint(),
                model.createdAt(),
                model.sha256(),
                model.content());
        final Map<String, ?> detail = Map.of(
                "ontology_id", model.ontologyId(),
                "target", model.target(),
                "version", version,
                "learner", model.learner(),
                "active", model.active(),
                "data_fingerprint", model.dataFingerprint(),
                "sha256", model.sha256());
        AuditLog.append(connection, AuditEntry.now(model.createdAt(), "model_registered", "model", model.id(), detail));
        return model.withVersion(version);
    }

    /** A damaged model would answer all the same, and wrongly. */
    private static void verify(final ModelArtifact model, final String name) {
        final String found = Checksums.of(model.content());
        if (!found.equalsIgnoreCase(model.sha256())) {
            throw new UncheckedIOException(new IOException(
                    "%s is damaged: its content has SHA-256 %s, expected %s. Train it again or restore a backup."
                            .formatted(name, found, model.sha256())));
        }
    }

    private static TrainingRun trainingRun(final ResultSet row) throws SQLException {
        return new TrainingRun(
                row.getString("training_key"),
                row.getString("ontology_id"),
                row.getString("data_fingerprint"),
                row.getLong("row_count"),
                row.getInt("column_count"),
                Sql.instant(row, "completed_at"),
                row.getString("report_json"));
    }

    private static ModelArtifact model(final ResultSet row) throws SQLException {
        return new ModelArtifact(
                row.getString("id"),
                row.getString("ontology_id"),
                row.getString("target"),
                row.getInt("version"),
                ModelTask.valueOf(row.getString("task").toUpperCase(Locale.ROOT)),
                row.getString("learner"),
                row.getInt("active") == 1,
                metrics(row.getString("metrics")),
                row.getString("data_fingerprint"),
                Sql.instant(row, "created_at"),
                row.getBytes("content"),
                row.getString("sha256"));
    }

    private static String metricsJson(final Map<String, Double> metrics) {
        // JSON knows neither NaN nor infinity, and a score that is no number says nothing
        final Map<String, Double> finite = new TreeMap<>(metrics);
        finite.values().removeIf(value -> !Double.isFinite(value));
        try {
            return MAPPER.writeValueAsString(finite);
        } catch (final JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Double> metrics(final String json) {
        try {
            return MAPPER.readValue(json, new TypeReference<Map<String, Double>>() {});
        } catch (final JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
