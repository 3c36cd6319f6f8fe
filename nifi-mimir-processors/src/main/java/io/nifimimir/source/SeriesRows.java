/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.source;

import io.nifimimir.monitoring.MonitoringRepository;
import io.nifimimir.monitoring.series.SeriesKey;
import io.nifimimir.monitoring.series.SeriesPoint;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The points that were observed of an ontology as rows: one for each entity and instant, a column for each metric. */
public final class SeriesRows {
    private static final int POINTS_AT_ONCE = 5_000;

    private final MonitoringRepository repository;

    public SeriesRows(final MonitoringRepository repository) {
        this.repository = Objects.requireNonNull(repository, "Repository required");
    }

    /** @throws RefusedRequestException where there are no such points */
    public void write(final DataSource.Series source, final OutputStream output)
            throws IOException, RefusedRequestException {
        final List<SeriesKey> all = repository.series(source.ontologyId());
        final List<String> known =
                all.stream().map(SeriesKey::metricName).distinct().sorted().toList();
        if (known.isEmpty()) {
            throw RefusedRequestException.notFound(
                    "data_source.stream_id", "No points of ontology [%s] were observed".formatted(source.ontologyId()));
        }
        final List<String> metrics = source.metrics().isEmpty() ? known : source.metrics();
        if (!known.containsAll(metrics)) {
            throw RefusedRequestException.notFound(
                    "data_source.metrics", "Expected metrics of %s, found %s".formatted(known, metrics));
        }
        final Map<String, List<SeriesKey>> byEntity = new LinkedHashMap<>();
        all.stream()
                .filter(series -> metrics.contains(series.metricName()))
                .forEach(series -> byEntity.computeIfAbsent(series.entityId(), entity -> new ArrayList<>())
                        .add(series));
        final boolean stacked = byEntity.size() > 1;
        final List<String> columns = new ArrayList<>(stacked ? List.of("timestamp", "entity") : List.of("timestamp"));
        columns.addAll(metrics);
        try (JsonRows rows = new JsonRows(output, columns)) {
            for (final Map.Entry<String, List<SeriesKey>> entity : byEntity.entrySet()) {
                merge(entity.getKey(), entity.getValue(), metrics, stacked, rows);
            }
        }
    }

    private void merge(
            final String entity,
            final List<SeriesKey> series,
            final List<String> metrics,
            final boolean stacked,
            final JsonRows rows)
            throws IOException {
        final List<Cursor> cursors = series.stream().map(Cursor::new).toList();
        final int first = stacked ? 2 : 1;
        for (Instant next = next(cursors); next != null; next = next(cursors)) {
            final Object[] row = new Object[first + metrics.size()];
            row[0] = next.atOffset(ZoneOffset.UTC);
            if (stacked) {
                row[1] = entity;
            }
            for (final Cursor cursor : cursors) {
                if (cursor.isAt(next)) {
                    row[first + metrics.indexOf(cursor.series.metricName())] = cursor.take();
                }
            }
            rows.write(row);
        }
    }

    private static Instant next(final List<Cursor> cursors) {
        return cursors.stream()
                .map(Cursor::peek)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** Reads a series in order of time, some of its points at once. */
    private final class Cursor {
        private final SeriesKey series;
        private final Deque<SeriesPoint> points = new ArrayDeque<>();
        private Instant readThrough = Instant.ofEpochMilli(Long.MIN_VALUE);
        private boolean ended;

        private Cursor(final SeriesKey series) {
            this.series = series;
        }

        private Instant peek() {
            if (points.isEmpty() && !ended) {
                points.addAll(repository.pointsAfter(series, readThrough, POINTS_AT_ONCE));
                ended = points.isEmpty();
                readThrough = ended ? readThrough : points.getLast().timestamp();
            }
            return points.isEmpty() ? null : points.getFirst().timestamp();
        }

        private boolean isAt(final Instant instant) {
            return !points.isEmpty() && points.getFirst().timestamp().equals(instant);
        }

        private Double take() {
            return points.removeFirst().value();
        }
    }
}
