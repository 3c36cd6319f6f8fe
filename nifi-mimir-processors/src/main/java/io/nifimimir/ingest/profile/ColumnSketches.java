/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.profile;

import org.apache.datasketches.kll.KllDoublesSketch;
import org.apache.datasketches.quantilescommon.QuantilesDoublesSketchIterator;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * The sketches of a column's profile, by which files can be compared and put together without their rows: merging those of two files gives what one profile
 * of both would have, within the errors that the profiles state.
 *
 * <p>On the wire they stand by name, each deflated: {@code distinct_hll} is one byte for each register of a HyperLogLog; {@code quantiles_kll} is a count (4
 * bytes, the highest first) and as many pairs of a value (IEEE 754 double) and its weight (8 bytes).
 */
public final class ColumnSketches {
    private static final String DISTINCT = "distinct_hll";
    private static final String QUANTILES = "quantiles_kll";
    private static final int MOST_PAIRS = 1_000_000;

    private final HyperLogLog distinct;
    private final KllDoublesSketch quantiles;

    ColumnSketches(final HyperLogLog distinct, final KllDoublesSketch quantiles) {
        this.distinct = distinct;
        this.quantiles = quantiles;
    }

    /**
     * Reads the sketches of a profile.
     *
     * @throws IOException where they are damaged
     */
    public static ColumnSketches of(final Map<String, byte[]> sketches, final int quantileSize) throws IOException {
        final HyperLogLog distinct = HyperLogLog.of(inflate(sketches.get(DISTINCT)));
        if (!sketches.containsKey(QUANTILES)) {
            return new ColumnSketches(distinct, null);
        }
        final KllDoublesSketch quantiles = KllDoublesSketch.newHeapInstance(quantileSize);
        try (DataInputStream input = new DataInputStream(new ByteArrayInputStream(inflate(sketches.get(QUANTILES))))) {
            final int pairs = input.readInt();
            if (pairs < 0 || pairs > MOST_PAIRS) {
                throw new IOException("Damaged sketch of quantiles: %d pairs".formatted(pairs));
            }
            for (int pair = 0; pair < pairs; pair++) {
                quantiles.update(input.readDouble(), input.readLong());
            }
        }
        return new ColumnSketches(distinct, quantiles);
    }

    /** Takes all that the other sketches have seen. */
    public void merge(final ColumnSketches other) {
        distinct.merge(other.distinct);
        if (quantiles != null && other.quantiles != null) {
            quantiles.merge(other.quantiles);
        }
    }

    /** Distinct values, estimated. */
    public double distinctCount() {
        return distinct.estimate();
    }

    /**
     * The value of a rank, estimated.
     *
     * @param rank from 0 to 1
     * @throws IllegalStateException unless the column is numeric
     */
    public double quantile(final double rank) {
        if (quantiles == null) {
            throw new IllegalStateException("Only numbers have quantiles");
        }
        return quantiles.getQuantile(rank);
    }

    /** The sketches as they stand on the wire, by name. */
    public Map<String, byte[]> toWire() {
        final Map<String, byte[]> sketches = new LinkedHashMap<>();
        sketches.put(DISTINCT, deflate(distinct.registers()));
        if (quantiles != null) {
            final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (DataOutputStream output = new DataOutputStream(bytes)) {
                output.writeInt(quantiles.getNumRetained());
                final QuantilesDoublesSketchIterator pairs = quantiles.iterator();
                while (pairs.next()) {
                    output.writeDouble(pairs.getQuantile());
                    output.writeLong(pairs.getWeight());
                }
            } catch (final IOException e) {
                throw new UncheckedIOException("Bytes in memory cannot be written", e);
            }
            sketches.put(QUANTILES, deflate(bytes.toByteArray()));
        }
        return sketches;
    }

    private static byte[] deflate(final byte[] content) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // The better levels take several times as long, and make it hardly smaller
        final Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (DeflaterOutputStream output = new DeflaterOutputStream(bytes, deflater)) {
            output.write(content);
        } catch (final IOException e) {
            throw new UncheckedIOException("Bytes in memory cannot be written", e);
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    private static byte[] inflate(final byte[] content) throws IOException {
        if (content == null) {
            throw new IOException("The profile has no sketch of its distinct values");
        }
        try (InflaterInputStream input = new InflaterInputStream(new ByteArrayInputStream(content))) {
            return input.readNBytes(MOST_PAIRS * 16);
        }
    }
}
