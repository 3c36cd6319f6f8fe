/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Two contenders on the same content in turns, so that a machine that is busy for a while is so for both. */
final class Comparison {
    private static final double MEGABYTE = 1e6;

    private final String title;
    private final byte[] content;
    private final long records;
    private final int warmUps;
    private final int rounds;

    Comparison(final String title, final byte[] content, final long records, final int warmUps, final int rounds) {
        this.title = title;
        this.content = content;
        this.records = records;
        this.warmUps = warmUps;
        this.rounds = rounds;
    }

    /** Prints what each of the two does in a second, and returns the line that sums up. */
    String run(final Contender ours, final Contender theirs, final PrintStream out) {
        final List<Double> oursSeconds = new ArrayList<>();
        final List<Double> theirsSeconds = new ArrayList<>();
        for (int round = 0; round < warmUps + rounds; round++) {
            final double our = ours.seconds(content, records);
            final double their = theirs.seconds(content, records);
            if (round >= warmUps) {
                oursSeconds.add(our);
                theirsSeconds.add(their);
            }
        }
        out.println(describe(ours, oursSeconds));
        out.println(describe(theirs, theirsSeconds));
        final List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            ratios.add(theirsSeconds.get(round) / oursSeconds.get(round));
        }
        return String.format(
                Locale.ROOT,
                "%s: %.1f x %s (%.1f to %.1f in %d rounds)",
                title,
                Statistics.median(ratios),
                theirs.name(),
                Statistics.min(ratios),
                Statistics.max(ratios),
                rounds);
    }

    private String describe(final Contender contender, final List<Double> seconds) {
        final double median = Statistics.median(seconds);
        return String.format(
                Locale.ROOT,
                "  %-34s %,9.0f rows/s  %6.1f MB/s  (%.2f s, %.2f to %.2f)",
                contender.name(),
                records / median,
                content.length / MEGABYTE / median,
                median,
                Statistics.min(seconds),
                Statistics.max(seconds));
    }
}
