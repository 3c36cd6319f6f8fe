/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import io.nifimimir.training.ModelCatalog;
import io.nifimimir.training.TrainingRepository.Deletion;
import io.nifimimir.training.TrainingRepository.TrainingRun;
import io.nifimimir.training.model.ModelEntry;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Models and trainings for those who look after them. */
final class SqliteModelCatalog implements ModelCatalog {
    private final SqliteDatabase database;

    SqliteModelCatalog(final SqliteDatabase database) {
        this.database = database;
    }

    @Override
    public List<ModelEntry> models() {
        return database.read(ModelTable::entries);
    }

    @Override
    public Optional<ModelEntry> model(final String modelId) {
        return database.read(connection -> ModelTable.entry(connection, modelId));
    }

    @Override
    public Optional<Deletion> deleteModel(final String modelId, final Instant now) {
        return database.write(connection -> {
            final Optional<ModelEntry> found = ModelTable.entry(connection, modelId);
            return found.isEmpty() ? Optional.empty() : Optional.of(ModelStates.delete(connection, found.get(), now));
        });
    }

    @Override
    public List<TrainingRun> runs(final int limit) {
        final String sql = "SELECT * FROM training_runs ORDER BY completed_at DESC, training_key LIMIT ?";
        return database.read(connection -> Sql.list(connection, sql, SqliteTrainingRepository::trainingRun, limit));
    }
}
