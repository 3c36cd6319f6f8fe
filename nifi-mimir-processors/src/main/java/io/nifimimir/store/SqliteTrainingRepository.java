/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.dataset.Sha256;
import io.nifimimir.training.TrainingRepository;
import io.nifimimir.training.model.Incumbent;
import io.nifimimir.training.model.ModelArtifact;
import io.nifimimir.training.model.ModelCandidate;
import io.nifimimir.training.model.ModelEntry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Training runs and models. */
final class SqliteTrainingRepository implements TrainingRepository {
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
    public void saveProfile(final String trainingKey, final String profileJson) {
        final String sql = """
                INSERT INTO training_profiles (training_key, profile) VALUES (?, ?)
                ON CONFLICT (training_key) DO NOTHING""";
        database.writeNewData(connection -> Sql.update(connection, sql, trainingKey, profileJson));
    }

    @Override
    public ModelEntry register(final ModelCandidate candidate, final int modelsToKeep) {
        if (modelsToKeep < 1) {
            throw new IllegalArgumentException(
                    "The newest model is always kept: expected 1 or more, found " + modelsToKeep);
        }
        verify(candidate.artifact(), "Model to be registered");
        return database.writeNewData(connection -> ModelTable.register(connection, candidate, modelsToKeep));
    }

    @Override
    public List<ModelEntry> entries(final String ontologyId) {
        return database.read(connection -> ModelTable.entries(connection, ontologyId));
    }

    @Override
    public List<ModelArtifact> models(final String ontologyId) {
        return database.read(connection -> ModelTable.models(connection, ontologyId));
    }

    @Override
    public Optional<ModelArtifact> findModel(final String modelId) {
        return database.read(connection -> ModelTable.model(connection, modelId));
    }

    @Override
    public Optional<ModelArtifact> findModel(final String ontologyId, final String target) {
        final Optional<ModelArtifact> found = findIncumbent(ontologyId, target).map(Incumbent::artifact);
        found.ifPresent(model -> verify(
                model, "Model %s (version %d of %s, %s)".formatted(model.id(), model.version(), target, ontologyId)));
        return found;
    }

    @Override
    public Optional<Incumbent> findIncumbent(final String ontologyId, final String target) {
        return database.read(connection -> ModelTable.incumbent(connection, ontologyId, target));
    }

    @Override
    public ModelEntry promote(final String ontologyId, final String target, final int version, final Instant now) {
        return database.write(connection -> ModelStates.promote(connection, ontologyId, target, version, now));
    }

    @Override
    public ModelEntry rollBack(final String ontologyId, final String target, final Instant now) {
        return database.write(connection -> ModelStates.rollBack(connection, ontologyId, target, now));
    }

    @Override
    public Optional<ModelEntry> retire(final String ontologyId, final String target, final Instant now) {
        return database.write(connection -> ModelStates.retire(connection, ontologyId, target, now));
    }

    @Override
    public Optional<Deletion> delete(
            final String ontologyId, final String target, final int version, final Instant now) {
        return database.write(connection -> ModelStates.delete(connection, ontologyId, target, version, now));
    }

    @Override
    public Optional<ModelCandidate> findCandidate(final String modelId) {
        final Optional<ModelCandidate> found = database.read(connection -> ModelTable.candidate(connection, modelId));
        found.ifPresent(candidate -> verify(candidate.artifact(), "Model " + modelId));
        return found;
    }

    /** A damaged model would answer all the same, and wrongly. */
    private static void verify(final ModelArtifact model, final String name) {
        final String found = Sha256.hex(model.content());
        if (!found.equalsIgnoreCase(model.sha256())) {
            throw new UncheckedIOException(new IOException(
                    "%s is damaged (integrity): its content has SHA-256 %s, expected %s. Train it again or restore a backup."
                            .formatted(name, found, model.sha256())));
        }
    }

    static TrainingRun trainingRun(final ResultSet row) throws SQLException {
        return new TrainingRun(
                row.getString("training_key"),
                row.getString("ontology_id"),
                row.getString("data_fingerprint"),
                row.getLong("row_count"),
                row.getInt("column_count"),
                Sql.instant(row, "completed_at"),
                row.getString("report_json"));
    }
}
