/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.anomaly;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Tells how surprising each point of a series is, from the points before it alone. It looks at the series on several time scales at once:
 * the mean of the newest values, the mean of their distances from a seasonal forecast, and their spread. Each of these is a stream with
 * two {@link TailModel tails}. The surprise of a point is the sum of what the tails say: Fisher's combination of those probabilities
 * that are small (the truncated product of Zaykin et al. 2002). An incident speaks once: a surprise counts by what it has
 * beyond the echo of those before it, which fades, so that a spike does not hide what comes later. It is measured by how large the
 * surprises of its series usually are, and counts the less, the more of its size there have been lately.
 *
 * <p>A sensor that {@link RepeatedValues is stuck} is told of once as well.
 *
 * <p>A point costs some microseconds, and the state of a series at most seven kilobytes. Not safe for use by several threads.
 */
public final class AnomalyDetector {
    /** Format of {@link #toBytes}; the state of another version is to be built anew from the points. */
    public static final int VERSION = 2;

    /** Points that are looked at together, each about three times as many as the one before. */
    private static final int[] SCALES = {1, 4, 12, 36, 100};

    private static final int LONGEST_SCALE = SCALES[SCALES.length - 1];

    /** Mean and distance on each scale, and spread on all but the shortest. */
    private static final int SIGNALS = 3 * SCALES.length - 1;

    /** Points after which the echo of a surprise is half of it: as long as the longest scale sees its cause. */
    private static final double ECHO_HALF_LIFE = LONGEST_SCALE;

    private static final double ECHO_FADING = Math.pow(0.5, 1 / ECHO_HALF_LIFE);

    /** How sharply a surprise is cut off by an echo of its size: what is a tenth greater counts for four fifths. */
    private static final double ECHO_SHARPNESS = 6;

    /** Points whose peaks may be of one incident. */
    private static final int SAME_INCIDENT = LONGEST_SCALE;

    private final float[] values = new float[LONGEST_SCALE];

    private final float[] distances = new float[LONGEST_SCALE];

    private final SeasonalForecast forecast = new SeasonalForecast();

    private final RecentPeaks peaks = new RecentPeaks(SAME_INCIDENT);

    private final PeakScale usual = new PeakScale();

    private final RepeatedValues repeated = new RepeatedValues();

    private final TailModel[] upper = new TailModel[SIGNALS];

    private final TailModel[] lower = new TailModel[SIGNALS];

    private double echo;

    private boolean stuck;

    private int count;

    public AnomalyDetector() {
        Arrays.setAll(upper, signal -> new TailModel());
        Arrays.setAll(lower, signal -> new TailModel());
    }

    /** Judges a point by those before it, and learns it. */
    public Observation observe(final long epochSecond, final double value) {
        final double expected = count == 0 ? value : forecast.at(epochSecond);
        final double below = expected - reach(lower[1]);
        final double above = expected + reach(upper[1]);
        forecast.learn(epochSecond, value);
        values[count % LONGEST_SCALE] = (float) value;
        distances[count % LONGEST_SCALE] = (float) (value - expected);
        count++;
        final double surprise = surpriseOfNewest();
        final double measured = usual.measure(news(surprise));
        final double damped = measured > 0 ? measured * peaks.weight(measured, count) : 0;
        final boolean stuckBefore = stuck;
        stuck = repeated.isStuckWith(value);
        final double ofStuck = stuck ? RepeatedValues.STUCK : 0;
        return new Observation(
                stuckBefore ? damped : Math.max(damped, ofStuck), surprise + ofStuck, expected, below, above);
    }

    /** How far ordinary values lie from the forecast, on one side. */
    private static double reach(final TailModel tail) {
        return Math.max(0, Double.isFinite(tail.threshold()) ? tail.threshold() : 0);
    }

    private double surpriseOfNewest() {
        double sum = 0;
        int signal = 0;
        for (final int scale : SCALES) {
            if (count < 2 * scale) {
                break;
            }
            final double mean = mean(values, scale);
            sum += observe(signal++, mean);
            sum += observe(signal++, mean(distances, scale));
            if (scale > 1) {
                sum += observe(signal++, logarithmOfSpread(mean, scale));
            }
        }
        return sum;
    }

    private double observe(final int signal, final double observed) {
        final double surprise = Math.max(upper[signal].surprise(observed), lower[signal].surprise(-observed));
        upper[signal].learn(observed);
        lower[signal].learn(-observed);
        return surprise;
    }

    private double news(final double surprise) {
        final double earlier = echo;
        echo = Math.max(surprise, earlier * ECHO_FADING);
        return surprise > earlier
                ? surprise * Math.pow(1 - Math.pow(earlier / surprise, ECHO_SHARPNESS), 1 / ECHO_SHARPNESS)
                : 0;
    }

    private double mean(final float[] ring, final int scale) {
        double sum = 0;
        for (int back = 1; back <= scale; back++) {
            sum += ring[Math.floorMod(count - back, LONGEST_SCALE)];
        }
        return sum / scale;
    }

    private double logarithmOfSpread(final double mean, final int scale) {
        double squares = 0;
        for (int back = 1; back <= scale; back++) {
            final double distance = values[Math.floorMod(count - back, LONGEST_SCALE)] - mean;
            squares += distance * distance;
        }
        // A spread of less than a thousandth of the level is none: a steady series must not cry wolf at the first
        // breath of wind
        return Math.log(Math.sqrt(squares / scale) + 1e-6 + 1e-3 * Math.abs(mean));
    }

    /** The state as plain data of {@link #VERSION}, from which {@link #ofBytes} goes on as if nothing had happened. */
    public byte[] toBytes() {
        final ByteBuffer buffer = ByteBuffer.allocate(largestState());
        buffer.put((byte) VERSION).putInt(count).putDouble(echo).put((byte) (stuck ? 1 : 0));
        for (final float[] ring : new float[][] {values, distances}) {
            for (final float value : ring) {
                buffer.putFloat(value);
            }
        }
        forecast.write(buffer);
        peaks.write(buffer);
        usual.write(buffer);
        repeated.write(buffer);
        for (int signal = 0; signal < SIGNALS; signal++) {
            upper[signal].write(buffer);
            lower[signal].write(buffer);
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    /** @throws IllegalArgumentException where the state is of another version */
    public static AnomalyDetector ofBytes(final byte[] state) {
        final ByteBuffer buffer = ByteBuffer.wrap(state);
        final int version = buffer.hasRemaining() ? buffer.get() : 0;
        if (version != VERSION) {
            throw new IllegalArgumentException(
                    "State of a detector has version %d, expected %d".formatted(version, VERSION));
        }
        final AnomalyDetector detector = new AnomalyDetector();
        detector.count = buffer.getInt();
        detector.echo = buffer.getDouble();
        detector.stuck = buffer.get() == 1;
        for (final float[] ring : new float[][] {detector.values, detector.distances}) {
            for (int index = 0; index < ring.length; index++) {
                ring[index] = buffer.getFloat();
            }
        }
        detector.forecast.read(buffer);
        detector.peaks.read(buffer);
        detector.usual.read(buffer);
        detector.repeated.read(buffer);
        for (int signal = 0; signal < SIGNALS; signal++) {
            detector.upper[signal].read(buffer);
            detector.lower[signal].read(buffer);
        }
        return detector;
    }

    private static int largestState() {
        return 2 * Byte.BYTES
                + Integer.BYTES
                + Double.BYTES
                + 2 * LONGEST_SCALE * Float.BYTES
                + SeasonalForecast.bytes()
                + RecentPeaks.bytes()
                + PeakScale.bytes()
                + RepeatedValues.bytes()
                + 2 * SIGNALS * TailModel.bytes();
    }

    /**
     * What a point looked like to the past of its series.
     *
     * @param surprise what is new about it: 0 for an ordinary point and for the echo of an incident
     * @param strangeness sum of the surprises of all scales, which goes down as an incident ends
     * @param expected the forecast of the value
     * @param lower below this few values have been
     * @param upper above this few values have been
     */
    public record Observation(double surprise, double strangeness, double expected, double lower, double upper) {
        /** From this surprise on a point is called anomalous. */
        public static final double LIMIT = 20;

        public boolean isAnomaly() {
            return surprise >= LIMIT;
        }

        /** The surprise from 0 to 1, where a half is the limit. */
        public double score() {
            return surprise / (surprise + LIMIT);
        }
    }
}
