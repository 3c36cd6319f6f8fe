/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dashboard;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ExtremesDownsamplerTest {

    @Test
    void fewPointsStayAsTheyAre() {
        final List<ChartPoint> points = IntStream.range(0, 40)
                .mapToObj(index -> point(10 * index, index % 7))
                .toList();

        assertEquals(points, downsampled(points, 0, 399, 100));
    }

    @Test
    void noExtremeIsLostAndOrderIsKept() {
        final Random random = new Random(5);
        final List<ChartPoint> points = IntStream.range(0, 100_000)
                .mapToObj(index -> point(index, index == 77_777 ? 900 : index == 12_345 ? -900 : random.nextDouble()))
                .toList();

        final List<ChartPoint> kept = downsampled(points, 0, 99_999, 500);

        assertTrue(kept.size() <= 2_000, "four of each span at most, found " + kept.size());
        assertEquals(900, kept.stream().mapToDouble(ChartPoint::value).max().orElseThrow());
        assertEquals(-900, kept.stream().mapToDouble(ChartPoint::value).min().orElseThrow());
        assertEquals(points.getFirst(), kept.getFirst());
        assertEquals(points.getLast(), kept.getLast());
        assertEquals(
                kept.stream().map(ChartPoint::time).sorted().distinct().toList(),
                kept.stream().map(ChartPoint::time).toList());
    }

    private static List<ChartPoint> downsampled(
            final List<ChartPoint> points, final long from, final long to, final int spans) {
        final ExtremesDownsampler downsampler = new ExtremesDownsampler(from, to, spans);
        points.forEach(downsampler::add);
        return downsampler.finish();
    }

    private static ChartPoint point(final long time, final double value) {
        return new ChartPoint(time, value, 0, 1);
    }
}
