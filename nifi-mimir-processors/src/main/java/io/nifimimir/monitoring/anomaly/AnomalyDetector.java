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
 * beyond the echo of those before it, which fades with time, so that a spike does not hide what comes later; nor is a spike learned as
 * large as it is. It is measured by how large the
 * surprises of its series usually are, and counts the less, the more of its size there have been lately.
 *
 * <p>A sensor that {@link RepeatedValues is stuck} is told of once as well.
 *
 * <p>A point costs some microseconds, and the state of a series at most seven and a half kilobytes. Not safe for use by several threads.
 */
public final class AnomalyDetector {
    /** Format of {@link #toBytes}; the state of another version is to be built anew from the points. */
    public static final int VERSION = 3;

    /** Points that are looked at together, each about three times as many as the one before. */
    private static final int[] SCALES = {1, 4, 12, 36, 100};

    private static final int LONGEST_SCALE = SCALES[SCALES.length - 1];

    /** Mean and distance on each scale, and spread on all but the shortest. */
    private static final int SIGNALS = 3 * SCALES.length - 1;

    /** Steps after which the echo of a surprise is half of it: as long as the longest scale sees its cause. */
    private static final double ECHO_HALF_LIFE = LONGEST_SCALE;

    private static final double ECHO_FADING = Math.pow(0.5, 1 / ECHO_HALF_LIFE);

    /** How sharply a surprise is cut off by an echo of its size: what is a tenth greater counts for four fifths. */
    private static final double ECHO_SHARPNESS = 6;

    /** Steps whose peaks may be of one incident. */
    private static final int SAME_INCIDENT = LONGEST_SCALE;

    /** Surprise of a single point from which on it is bounded before it is learned and looked at together with others. */
    private static final double LARGEST_LEARNED = 12;

    /** Steps for each point of a scale within which its points belong together; behind a longer gap it waits for new ones. */
    private static final int STEPS_OF_POINT = 3;

    private final float[] values = new float[LONGEST_SCALE];

    private final float[] distances = new float[LONGEST_SCALE];

    /** In steps from the first point on. */
    private final int[] positions = new int[LONGEST_SCALE];

    private final UsualSteps steps = new UsualSteps();

    private final SeasonalForecast forecast = new SeasonalForecast();

    private final RecentPeaks peaks = new RecentPeaks(SAME_INCIDENT);

    private final PeakScale usual = new PeakScale();

    private final RepeatedValues repeated = new RepeatedValues();

    private final TailModel[] upper = new TailModel[SIGNALS];

    private final TailModel[] lower = new TailModel[SIGNALS];

    private double echo;

    private boolean stuck;

    private int position;

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
        final int passed = steps.since(epochSecond);
        position += passed;
        final double bounded = count == 0 ? value : bounded(value - expected) + expected;
        forecast.learn(epochSecond, bounded);
        values[count % LONGEST_SCALE] = (float) bounded;
        distances[count % LONGEST_SCALE] = (float) (bounded - expected);
        positions[count % LONGEST_SCALE] = position;
        count++;
        final double surprise = surpriseOfNewest(value, value - expected);
        final double measured = usual.measure(news(surprise, passed), passed);
        final double damped = measured > 0 ? measured * peaks.weight(measured, position) : 0;
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

    /**
     * A distance from the forecast as far as it is a measure of what may come. What goes beyond that is an incident: learned as it is, it would
     * make all that is smaller look ordinary for a long time (winsorizing: Tukey 1962).
     */
    private double bounded(final double distance) {
        final double most = Math.max(0, upper[1].valueOf(LARGEST_LEARNED));
        final double least = -Math.max(0, lower[1].valueOf(LARGEST_LEARNED));
        return Math.clamp(distance, least, most);
    }

    private double surpriseOfNewest(final double value, final double distance) {
        double sum = observe(0, value, values[Math.floorMod(count - 1, LONGEST_SCALE)])
                + observe(1, distance, distances[Math.floorMod(count - 1, LONGEST_SCALE)]);
        int signal = 2;
        for (int index = 1; index < SCALES.length && count >= 2 * SCALES[index]; index++) {
            final int scale = SCALES[index];
            if (position - positions[Math.floorMod(count - scale, LONGEST_SCALE)] <= STEPS_OF_POINT * scale) {
                final double mean = mean(values, scale);
                final double meanDistance = mean(distances, scale);
                final double spread = logarithmOfSpread(mean, scale);
                sum += observe(signal, mean, mean);
                sum += observe(signal + 1, meanDistance, meanDistance);
                sum += observe(signal + 2, spread, spread);
            }
            signal += 3;
        }
        return sum;
    }

    private double observe(final int signal, final double observed, final double learned) {
        final double surprise = Math.max(upper[signal].surprise(observed), lower[signal].surprise(-observed));
        upper[signal].learn(learned);
        lower[signal].learn(-learned);
        return surprise;
    }

    /** @param passed steps since the point before */
    private double news(final double surprise, final int passed) {
        final double earlier = echo * Math.pow(ECHO_FADING, passed - 1);
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
        buffer.put((byte) VERSION)
                .putInt(count)
                .putInt(position)
                .putDouble(echo)
                .put((byte) (stuck ? 1 : 0));
        for (final float[] ring : new float[][] {values, distances}) {
            for (final float value : ring) {
                buffer.putFloat(value);
            }
        }
        for (final int learned : positions) {
            buffer.putInt(learned);
        }
        steps.write(buffer);
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
        detector.position = buffer.getInt();
        detector.echo = buffer.getDouble();
        detector.stuck = buffer.get() == 1;
        for (final float[] ring : new float[][] {detector.values, detector.distances}) {
            for (int index = 0; index < ring.length; index++) {
                ring[index] = buffer.getFloat();
            }
        }
        for (int index = 0; index < LONGEST_SCALE; index++) {
            detector.positions[index] = buffer.getInt();
        }
        detector.steps.read(buffer);
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
                + 2 * Integer.BYTES
                + Double.BYTES
                + LONGEST_SCALE * (2 * Float.BYTES + Integer.BYTES)
                + UsualSteps.bytes()
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
