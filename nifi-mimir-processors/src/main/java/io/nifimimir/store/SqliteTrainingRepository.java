/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nifimimir.training.ModelArtifact;
import io.nifimimir.training.ModelTask;
import io.nifimimir.training.TrainingRepository;

import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Training runs and models. */
final class SqliteTrainingRepository implements TrainingRepository {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final TypeReference<Map<String, Double>> METRICS = new TypeReference<>() {};

    private final SqliteDatabase database;

    SqliteTrainingRepository(final SqliteDatabase database) {
        this.database = database;
    }

    @Override
    public Optional<TrainingRun> findRun(final String trainingKey) {
        return database.read(
                "Finding a training run",
                connection -> Rows.first(
                        connection,
                        "SELECT * FROM training_runs WHERE training_key = ?",
                        SqliteTrainingRepository::run,
                        trainingKey));
    }

    @Override
    public void saveRun(final TrainingRun run) {
        database.write(
                "Storing a training run",
                connection -> Rows.update(
                        connection,
                        """
                INSERT INTO training_runs (training_key, ontology_id, data_fingerprint, row_count, column_count, completed_at, report)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (training_key) DO NOTHING""",
                        run.key(),
                        run.ontologyId(),
                        run.dataFingerprint(),
                        run.rowCount(),
                        run.columnCount(),
                        run.completedAt(),
                        run.reportJson()));
    }

    @Override
    public ModelArtifact register(final ModelArtifact model) {
        return database.write("Registering a model", connection -> {
            final String metrics = write(model.metrics());
            Rows.update(
                    connection,
                    """
                    INSERT INTO models (id, ontology_id, target, version, task, learner, is_active, metrics, data_fingerprint, created_at, content, sha256)
                    VALUES (?1, ?2, ?3, (SELECT COALESCE(MAX(version), 0) + 1 FROM models WHERE ontology_id = ?2 AND target = ?3),
                            ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
                    ON CONFLICT (id) DO NOTHING""",
                    model.id(),
                    model.ontologyId(),
                    model.target(),
                    model.task().wireName(),
                    model.learner(),
                    model.active() ? 1 : 0,
                    metrics,
                    model.dataFingerprint(),
                    model.createdAt(),
                    model.content(),
                    model.sha256());
            final int version = Rows.first(
                            connection, "SELECT version FROM models WHERE id = ?", row -> row.getInt(1), model.id())
                    .orElseThrow();
            return model.withVersion(version);
        });
    }

    @Override
    public List<ModelArtifact> models(final String ontologyId) {
        return database.read(
                "Listing models",
                connection -> Rows.list(
                        connection,
                        "SELECT * FROM models WHERE ontology_id = ? ORDER BY version DESC, target",
                        SqliteTrainingRepository::model,
                        ontologyId));
    }

    @Override
    public Optional<ModelArtifact> findModel(final String ontologyId, final String target) {
        final Optional<ModelArtifact> model = database.read(
                "Finding a model",
                connection -> Rows.first(
                        connection,
                        "SELECT * FROM models WHERE ontology_id = ? AND target = ? AND is_active = 1 ORDER BY version DESC LIMIT 1",
                        SqliteTrainingRepository::model,
                        ontologyId,
                        target));
        model.ifPresent(SqliteTrainingRepository::requireIntact);
        return model;
    }

    private static void requireIntact(final ModelArtifact model) {
        final String found = sha256(model.content());
        if (!found.equals(model.sha256())) {
            throw new UncheckedIOException(
                    new StoreException("Model %s (version %d) is damaged: SHA-256 of its content is %s, expected %s"
                            .formatted(model.id(), model.version(), found, model.sha256())));
        }
    }

    private static String sha256(final byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException("Each Java platform has SHA-256", e);
        }
    }

    private static TrainingRun run(final ResultSet row) throws SQLException {
        return new TrainingRun(
                row.getString("training_key"),
                row.getString("ontology_id"),
                row.getString("data_fingerprint"),
                row.getLong("row_count"),
                row.getInt("column_count"),
                Rows.instant(row, "completed_at"),
                row.getString("report"));
    }

    private static ModelArtifact model(final ResultSet row) throws SQLException {
        return new ModelArtifact(
                row.getString("id"),
                row.getString("ontology_id"),
                row.getString("target"),
                row.getInt("version"),
                ModelTask.valueOf(row.getString("task").toUpperCase(Locale.ROOT)),
                row.getString("learner"),
                row.getInt("is_active") == 1,
                read(row.getString("metrics")),
                row.getString("data_fingerprint"),
                Rows.instant(row, "created_at"),
                row.getBytes("content"),
                row.getString("sha256"));
    }

    private static String write(final Map<String, Double> metrics) {
        try {
            return MAPPER.writeValueAsString(new TreeMap<>(metrics));
        } catch (final JsonProcessingException e) {
            throw new UncheckedIOException(new StoreException("Metrics cannot be written", e));
        }
    }

    private static Map<String, Double> read(final String metrics) {
        try {
            return MAPPER.readValue(metrics, METRICS);
        } catch (final JsonProcessingException e) {
            throw new UncheckedIOException(new StoreException("Metrics [%s] cannot be read".formatted(metrics), e));
        }
    }
}
