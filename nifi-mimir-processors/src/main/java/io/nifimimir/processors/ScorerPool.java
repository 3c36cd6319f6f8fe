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
import org.apache.nifi.logging.ComponentLog;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
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
     * The first of the models that can be loaded, to be {@linkplain #giveBack given back}: a damaged champion must not keep the one before
     * it from serving.
     *
     * @throws ModelFormatException where all are damaged, or of an unknown version; it says why the first of them is not taken
     */
    LoadedModel takeFirst(final List<ModelEntry> entries, final TrainingRepository models, final ComponentLog logger)
            throws IOException {
        ModelFormatException damage = null;
        for (final ModelEntry entry : entries) {
            try {
                return new LoadedModel(entry, take(entry, models));
            } catch (final ModelFormatException e) {
                final String message =
                        "The integrity check of the %s failed: %s".formatted(entry.describe(), e.getMessage());
                logger.error(message, e);
                damage = damage == null ? new ModelFormatException(message, e) : damage;
            }
        }
        throw damage;
    }

    private ModelScorer take(final ModelEntry entry, final TrainingRepository models) throws IOException {
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

    synchronized void giveBack(final LoadedModel model) {
        if (closed) {
            model.scorer().close();
            return;
        }
        idle.computeIfAbsent(key(model.entry()), key -> new ArrayDeque<>()).push(model.scorer());
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
