/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.training.ModelFormatException;
import io.nifimimir.training.TrainingRepository;
import io.nifimimir.training.model.ModelArtifact;
import io.nifimimir.training.model.ModelEntry;
import io.nifimimir.training.model.ModelScorer;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Models that were loaded, ready for the next flowfile. A scorer serves one task at a time, so there may be several of a model; those of the
 * models that were asked for longest ago are let go.
 */
final class ScorerPool implements AutoCloseable {
    /** Enough for a flow that applies the models of some targets by turns. */
    private static final int MOST_MODELS = 8;

    /** By id and checksum, so that a model that was changed is another; in the order of use. */
    private final Map<String, Deque<ModelScorer>> idle = new LinkedHashMap<>(MOST_MODELS, 0.75f, true);

    private boolean closed;

    /**
     * A scorer of the model, to be {@linkplain #giveBack given back}.
     *
     * @throws ModelFormatException where the model is damaged, or of an unknown version
     */
    ModelScorer take(final ModelEntry entry, final TrainingRepository models) throws IOException {
        final ModelScorer ready = takeIdle(entry);
        if (ready != null) {
            return ready;
        }
        final ModelArtifact artifact = models.findModel(entry.id())
                .orElseThrow(() -> new UnfitContentException("The %s was deleted".formatted(entry.describe())));
        return ModelScorer.load(artifact);
    }

    private synchronized ModelScorer takeIdle(final ModelEntry entry) {
        final Deque<ModelScorer> scorers = idle.get(key(entry));
        return scorers == null ? null : scorers.poll();
    }

    synchronized void giveBack(final ModelEntry entry, final ModelScorer scorer) {
        if (closed) {
            scorer.close();
            return;
        }
        idle.computeIfAbsent(key(entry), key -> new ArrayDeque<>()).push(scorer);
        final Iterator<Deque<ModelScorer>> oldest = idle.values().iterator();
        while (idle.size() > MOST_MODELS) {
            oldest.next().forEach(ModelScorer::close);
            oldest.remove();
        }
    }

    private static String key(final ModelEntry entry) {
        return entry.id() + ' ' + entry.sha256();
    }

    /** Closes what is idle now, and the rest when it is given back. */
    @Override
    public synchronized void close() {
        closed = true;
        idle.values().forEach(scorers -> scorers.forEach(ModelScorer::close));
        idle.clear();
    }
}
