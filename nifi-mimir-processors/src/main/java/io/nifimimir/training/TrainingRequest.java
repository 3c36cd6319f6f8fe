/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training;

import io.nifimimir.dataset.Sha256;
import io.nifimimir.training.table.TrainingTable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What to train.
 *
 * @param targets columns to predict; empty for those that detection finds
 * @param enableForecasting of the metrics of a dataset that is a time series
 * @param minConfidence from 0 to 1: a detected target below it is reported and not trained
 * @param maxModels the most detected targets that are trained
 * @param seed of all that is random: the same data, request and seed give the same models, byte for byte
 * @param budget once it is spent, no further target is begun; the first always is
 * @param threads that train at a time; they do not change what comes out
 * @param roles what is known of columns beyond their values
 * @param trainingKey made from ontology, data fingerprint and settings; part of the models' ids
 */
public record TrainingRequest(
        String ontologyId,
        List<String> targets,
        boolean enableRegression,
        boolean enableClassification,
        boolean enableForecasting,
        double minConfidence,
        int maxModels,
        long seed,
        Duration budget,
        int threads,
        ColumnRoles roles,
        String trainingKey) {
    public TrainingRequest {
        Objects.requireNonNull(roles, "Column roles required");
        Objects.requireNonNull(ontologyId, "Ontology id required");
        Objects.requireNonNull(budget, "Budget required");
        Objects.requireNonNull(trainingKey, "Training key required");
        targets = List.copyOf(targets);
    }

    /** This request for a table of whose columns more is known. */
    public TrainingRequest withRoles(final ColumnRoles known) {
        return new TrainingRequest(
                ontologyId,
                targets,
                enableRegression,
                enableClassification,
                enableForecasting,
                minConfidence,
                maxModels,
                seed,
                budget,
                threads,
                known,
                trainingKey);
    }

    /** This request with the key that its data and settings make: the same training twice has the same key. */
    public TrainingRequest withKeyFor(final TrainingTable table, final boolean monitoring) {
        return withKeyFor(table, String.valueOf(monitoring));
    }

    /** @param monitoring what of the monitoring that is set up makes the training another one */
    public TrainingRequest withKeyFor(final TrainingTable table, final String monitoring) {
        final String identity = String.join(
                "\n",
                ontologyId,
                table.fingerprint(),
                String.join(",", targets),
                String.valueOf(enableRegression),
                String.valueOf(enableClassification),
                String.valueOf(enableForecasting),
                String.valueOf(minConfidence),
                String.valueOf(maxModels),
                String.valueOf(seed),
                budget.toString(),
                monitoring,
                roles.identity());
        final String key = Sha256.hex(identity.getBytes(StandardCharsets.UTF_8));
        return new TrainingRequest(
                ontologyId,
                targets,
                enableRegression,
                enableClassification,
                enableForecasting,
                minConfidence,
                maxModels,
                seed,
                budget,
                threads,
                roles,
                key);
    }

    public boolean allows(final ModelTask task) {
        return switch (task) {
            case CLASSIFICATION -> enableClassification;
            case REGRESSION -> enableRegression;
            case FORECASTING -> enableForecasting;
        };
    }
}
