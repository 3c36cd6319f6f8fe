/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.feature;

import io.nifimimir.training.table.TextColumn;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether single words stand in a text: titles in names, kinds in lists.
 *
 * @param words those that told something in training
 */
record WordEncoding(String column, List<String> words) implements ColumnEncoding.OfText {
    private static final int MOST_WORDS = 24;
    private static final int FEWEST_ROWS = 5;

    /** Texts that are looked at; words that tell something stand in many of them. */
    private static final int MOST_ROWS = 50_000;

    /** Chi-squared of one degree of freedom; beyond what the best of a thousand words reaches by chance. */
    private static final double TELLING = 15;

    WordEncoding {
        words = List.copyOf(words);
    }

    /** The words whose presence tells most about the outputs. */
    static List<String> choose(final TextColumn column, final int[] rows, final Supervision supervision) {
        final Map<String, double[]> sums = new HashMap<>();
        final int outputs = supervision.outputs();
        int present = 0;
        final int step = rows.length / MOST_ROWS + 1;
        for (int index = 0; index < rows.length; index += step) {
            final String text = column.value(rows[index]);
            if (text == null) {
                continue;
            }

            present++;
            for (final String word : new HashSet<>(Words.of(text))) {
                final double[] sum = sums.computeIfAbsent(word, key -> new double[outputs + 1]);
                sum[outputs]++;
                for (int output = 0; output < outputs; output++) {
                    sum[output] += supervision.value(output, index);
                }
            }
        }

        final Map<String, Double> telling = new HashMap<>();
        for (final Map.Entry<String, double[]> word : sums.entrySet()) {
            final double count = word.getValue()[outputs];
            if (count < FEWEST_ROWS || count > present - FEWEST_ROWS) {
                continue;
            }

            double best = 0;
            for (int output = 0; output < outputs; output++) {
                final double difference = word.getValue()[output] / count - supervision.mean(output);
                best = Math.max(best, count * difference * difference / supervision.variance(output));
            }

            if (best > TELLING) {
                telling.put(word.getKey(), best);
            }
        }

        return telling.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_WORDS)
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public List<String> features() {
        return words.stream().map(word -> column + ".has_" + word).toList();
    }

    @Override
    public void encode(final String value, final float[] features, final int offset) {
        final Set<String> found = value == null ? Set.of() : new HashSet<>(Words.of(value));
        for (int index = 0; index < words.size(); index++) {
            features[offset + index] = value == null ? Float.NaN : found.contains(words.get(index)) ? 1 : 0;
        }
    }
}
