/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.monitoring.WatchedModel;
import io.nifimimir.training.ModelTask;
import io.nifimimir.training.model.ModelEntry;
import io.nifimimir.training.model.ModelState;

/** The models of an ontology that rows are watched for. */
final class ChampionModels {
    private ChampionModels() {}

    /** A forecast has no rows to answer. */
    static boolean answersRows(final ModelEntry entry) {
        return entry.state() == ModelState.CHAMPION && entry.task() != ModelTask.FORECASTING;
    }

    static WatchedModel watched(final ModelEntry entry) {
        return new WatchedModel(
                entry.id(),
                entry.ontologyId(),
                entry.target(),
                entry.version(),
                entry.task() == ModelTask.CLASSIFICATION);
    }
}
