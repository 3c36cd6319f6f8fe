/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.dataset.DatasetReader;
import io.nifimimir.dataset.DatasetReaders;
import io.nifimimir.dataset.RowMisfitException;
import io.nifimimir.monitoring.ModelWatch;
import io.nifimimir.monitoring.ModelWatchRepository;
import io.nifimimir.monitoring.RowLook;
import io.nifimimir.monitoring.drift.LossTally;
import io.nifimimir.monitoring.drift.ReferenceProfile;
import io.nifimimir.monitoring.drift.RowScore;
import io.nifimimir.monitoring.drift.RowWindow;
import io.nifimimir.services.MimirStore;
import io.nifimimir.training.ModelFormatException;
import io.nifimimir.training.model.ModelEntry;
import org.apache.nifi.flowfile.FlowFile;
import org.apache.nifi.flowfile.attributes.CoreAttributes;
import org.apache.nifi.logging.ComponentLog;
import org.apache.nifi.processor.ProcessSession;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Applies the champions of an ontology to the rows of a dataset, in one pass, and hands what they say to the rules that watch them. What is
 * kept are counts: a dataset of any size takes the same memory, and is counted once, however often NiFi repeats it.
 */
final class DatasetScoring {
    private final MimirStore store;
    private final ScorerPool scorers;
    private final ComponentLog logger;
    private final Clock clock;
    private final BooleanSupplier keepGoing;

    DatasetScoring(
            final MimirStore store,
            final ScorerPool scorers,
            final ComponentLog logger,
            final Clock clock,
            final BooleanSupplier keepGoing) {
        this.store = store;
        this.scorers = scorers;
        this.logger = logger;
        this.clock = clock;
        this.keepGoing = keepGoing;
    }

    /**
     * What a model said of a dataset.
     *
     * @param lowConfidence rows that it was less certain of than at training of nineteen of twenty
     * @param labelled rows whose truth was there
     * @param intervalMisses rows whose truth lies outside of the interval of their prediction
     * @param looks that its rules had, now that they have these rows
     */
    record Scored(
            ModelEntry entry, long rows, long lowConfidence, long labelled, long intervalMisses, List<RowLook> looks) {}

    /**
     * @param key names the dataset; the same for a repetition
     * @return an element for each champion that fits the dataset
     * @throws CancellationException where it was told to stop; nothing of what is not through is kept then
     */
    List<Scored> score(final ProcessSession session, final FlowFile dataset, final String key, final String ontology) {
        final List<ModelEntry> champions = store.training().entries(ontology).stream()
                .filter(ChampionModels::answersRows)
                .toList();
        if (champions.isEmpty()) {
            return List.of();
        }
        final List<WatchedScoring> models = new ArrayList<>();
        try (InputStream content = session.read(dataset);
                DatasetReader reader = DatasetReaders.open(content)) {
            final String source = dataset.getAttribute(CoreAttributes.FILENAME.key());
            for (final ModelEntry champion : champions) {
                open(champion, reader, source).ifPresent(models::add);
            }
            if (!models.isEmpty()) {
                scoreRows(reader, models);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            models.forEach(model -> scorers.giveBack(model.model()));
        }
        return models.stream().map(model -> count(key, model)).toList();
    }

    private Optional<WatchedScoring> open(final ModelEntry champion, final DatasetReader reader, final String source)
            throws IOException {
        final Optional<ReferenceProfile> reference =
                store.monitoring().modelWatch().reference(champion.id());
        if (reference.isEmpty()) {
            logger.debug("The {} has no reference to compare rows with: train it again", champion.describe());
            return Optional.empty();
        }
        final LoadedModel model;
        try {
            model = scorers.takeFirst(List.of(champion), store.training(), logger);
        } catch (final ModelFormatException | UnfitContentException e) {
            logger.warn("The {} is not watched: {}", champion.describe(), e.getMessage());
            return Optional.empty();
        }
        final List<String> problems =
                model.scorer().schemaProblems(reader.header().columns());
        if (!problems.isEmpty()) {
            logger.warn(
                    "The {} does not fit the dataset {}: {}", champion.describe(), source, String.join("; ", problems));
            scorers.giveBack(model);
            return Optional.empty();
        }
        return Optional.of(new WatchedScoring(model, reference.get(), reader.header(), source));
    }

    private void scoreRows(final DatasetReader reader, final List<WatchedScoring> models) throws IOException {
        final int batchRows = ModelApplication.batchRows(reader.header().columnCount());
        final List<Object[]> batch = new ArrayList<>(batchRows);
        boolean more = true;
        while (more) {
            more = fill(reader, batch, batchRows);
            if (!keepGoing.getAsBoolean()) {
                throw new CancellationException("Stopped while models were applied");
            }
            if (!batch.isEmpty()) {
                models.forEach(model -> model.score(batch));
            }
            batch.clear();
        }
    }

    /** Returns false behind the last row. */
    private boolean fill(final DatasetReader reader, final List<Object[]> batch, final int batchRows)
            throws IOException {
        while (batch.size() < batchRows) {
            try {
                final Object[] row = reader.next();
                if (row == null) {
                    return false;
                }
                batch.add(row);
            } catch (final RowMisfitException e) {
                logger.warn("Row {} is passed over: {}", e.rowNumber(), e.getMessage());
            }
        }
        return true;
    }

    private Scored count(final String key, final WatchedScoring model) {
        final RowWindow counted = model.counted();
        final ModelWatchRepository repository = store.monitoring().modelWatch();
        final ModelWatch.Counted result = store.inTransaction(() -> new ModelWatch(repository, clock)
                .count(
                        key + ":" + model.entry().target(),
                        ChampionModels.watched(model.entry()),
                        model.reference(),
                        counted));
        result.ruleErrors().forEach((rule, reason) -> logger.warn("Rule {} cannot look at rows: {}", rule, reason));
        return new Scored(
                model.entry(),
                counted.rows(),
                counted.lowConfidence(),
                counted.losses().values().stream()
                        .mapToLong(LossTally::rows)
                        .max()
                        .orElse(0),
                counted.losses().containsKey(RowScore.INTERVAL_COVERAGE.wireName())
                        ? Math.round(counted.losses()
                                .get(RowScore.INTERVAL_COVERAGE.wireName())
                                .sum())
                        : 0,
                result.looks());
    }
}
