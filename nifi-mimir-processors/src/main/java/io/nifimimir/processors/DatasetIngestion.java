/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.dataset.DatasetFormatException;
import io.nifimimir.dataset.DatasetReader;
import io.nifimimir.dataset.DatasetReaders;
import io.nifimimir.dataset.Sha256;
import io.nifimimir.monitoring.MonitoringRepository;
import io.nifimimir.monitoring.series.SeriesBatch;
import io.nifimimir.monitoring.series.SeriesKey;
import io.nifimimir.training.table.SeriesStream;
import org.apache.nifi.flowfile.FlowFile;
import org.apache.nifi.flowfile.attributes.CoreAttributes;
import org.apache.nifi.processor.ProcessSession;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Stores the points of a dataset, in batches of one transaction each. How far it has come is stored with each batch, under the flowfile and
 * its content, so that a repetition after a crash goes on from there, and changes nothing once it is through.
 */
final class DatasetIngestion {
    private static final int POINTS_OF_BATCH = 50_000;

    private final MonitoringRepository repository;
    private final Clock clock;
    private final BooleanSupplier keepGoing;

    DatasetIngestion(final MonitoringRepository repository, final Clock clock, final BooleanSupplier keepGoing) {
        this.repository = repository;
        this.clock = clock;
        this.keepGoing = keepGoing;
    }

    /**
     * @param received points of the dataset
     * @param changed points that were new or had another value
     * @param series that the dataset has points of
     */
    record Ingested(long received, long changed, int series) {
        /** Of a dataset that is no time series. */
        static final Ingested NOTHING = new Ingested(0, 0, 0);
    }

    /**
     * @param key of the dataset
     * @return empty where it is no time series
     * @throws DatasetFormatException where the content is no dataset
     * @throws CancellationException where it was told to stop; what is stored by then stays
     */
    Optional<Ingested> store(
            final ProcessSession session, final FlowFile dataset, final String key, final String ontology)
            throws DatasetFormatException {
        try (InputStream content = session.read(dataset)) {
            return store(content, key, ontology);
        } catch (final DatasetFormatException e) {
            throw e;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<Ingested> store(final InputStream content, final String key, final String ontology)
            throws IOException {
        try (DatasetReader reader = DatasetReaders.open(content)) {
            final Optional<SeriesStream> stream = SeriesStream.of(reader);
            if (stream.isEmpty()) {
                return Optional.empty();
            }
            final Writer writer = new Writer(key, ontology, stream.get().metrics());
            stream.get().forEach(writer);
            writer.write();
            return Optional.of(new Ingested(
                    writer.received, writer.changed, writer.batch.series().size()));
        }
    }

    /** Names a dataset by its flowfile and its content: the same for a repetition. */
    static String key(final ProcessSession session, final FlowFile dataset) {
        try (InputStream content = session.read(dataset)) {
            return dataset.getAttribute(CoreAttributes.UUID.key()) + ":" + Sha256.hex(content);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gathers points, and writes them whenever the batch is full. */
    private final class Writer implements SeriesStream.PointSink {
        private final String key;
        private final String ontology;
        private final List<String> metrics;
        private final Map<String, int[]> seriesByEntity = new HashMap<>();
        private final SeriesBatch batch = new SeriesBatch(POINTS_OF_BATCH);
        private final long storedBefore;
        private long received;
        private long changed;

        private Writer(final String key, final String ontology, final List<String> metrics) {
            this.key = key;
            this.ontology = ontology;
            this.metrics = metrics;
            this.storedBefore = repository.ingestedPoints(key);
        }

        @Override
        public void point(final String entity, final int metric, final long epochMillis, final double value) {
            received++;
            final int series = seriesByEntity.computeIfAbsent(entity, this::seriesOf)[metric];
            if (received > storedBefore) {
                batch.add(series, epochMillis, value);
                if (batch.isFull()) {
                    write();
                }
            }
        }

        private int[] seriesOf(final String entity) {
            return metrics.stream()
                    .mapToInt(metric -> batch.indexOf(new SeriesKey(ontology, entity, metric)))
                    .toArray();
        }

        private void write() {
            if (!keepGoing.getAsBoolean()) {
                throw new CancellationException("Stopped after %d points".formatted(received));
            }
            if (batch.size() > 0) {
                changed += repository.ingest(key, batch, received, clock.instant());
                batch.clear();
            }
        }
    }
}
