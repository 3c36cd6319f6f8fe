/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dashboard;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Thins out points so that a line through what is left looks the same: of each of many equal spans of time the first, the last, the lowest
 * and the highest point stay (M4, Jugel et al. 2014). No peak is lost, and of few points all stay. Memory grows with the spans alone.
 */
final class ExtremesDownsampler {
    private final long from;

    private final long spanMillis;

    private final List<ChartPoint> kept = new ArrayList<>();

    private long span = -1;

    private ChartPoint first;

    private ChartPoint lowest;

    private ChartPoint highest;

    private ChartPoint last;

    /** @param spans of time between the two ends, which are milliseconds since 1970 */
    ExtremesDownsampler(final long from, final long to, final int spans) {
        this.from = from;
        this.spanMillis = Math.max(1, Math.ceilDiv(to - from + 1, spans));
    }

    /** Points come in order of time. */
    void add(final ChartPoint point) {
        final long spanOfPoint = (point.time() - from) / spanMillis;
        if (spanOfPoint != span) {
            flush();
            span = spanOfPoint;
            first = point;
            lowest = point;
            highest = point;
        }
        lowest = point.value() < lowest.value() ? point : lowest;
        highest = point.value() > highest.value() ? point : highest;
        last = point;
    }

    List<ChartPoint> finish() {
        flush();
        return List.copyOf(kept);
    }

    private void flush() {
        Stream.of(first, lowest, highest, last)
                .filter(Objects::nonNull)
                .distinct()
                .sorted(Comparator.comparingLong(ChartPoint::time))
                .forEach(kept::add);
        first = null;
        lowest = null;
        highest = null;
        last = null;
    }
}
