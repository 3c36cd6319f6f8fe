/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.benchmarks.automl;

import io.nifimimir.training.ModelTask;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/** Columns made from the target, as they come to stand in real tables. */
final class PlantedLeaks {
    private final Random random = new Random(23);
    private final LabelledTable table;
    private final List<String> labels;

    PlantedLeaks(final LabelledTable table) {
        this.table = table;
        this.labels = table.labels();
    }

    /** The table with leaks whose names begin with {@code planted_}. */
    LabelledTable plant() {
        LabelledTable planted = table;
        for (final Map.Entry<String, List<String>> leak : columns().entrySet()) {
            planted = planted.with("planted_" + leak.getKey(), leak.getValue());
        }

        return planted;
    }

    private Map<String, List<String>> columns() {
        return table.task() == ModelTask.REGRESSION ? ofNumbers() : ofClasses();
    }

    private Map<String, List<String>> ofNumbers() {
        final double[] known = labels.stream()
                .filter(label -> !label.isEmpty())
                .mapToDouble(Double::parseDouble)
                .sorted()
                .toArray();
        final double range = known[(int) (0.95 * (known.length - 1))] - known[(int) (0.05 * (known.length - 1))];
        final double least = known[0];
        final List<String> parts = new ArrayList<>();
        final List<String> rests = new ArrayList<>();
        for (final String label : labels) {
            final double part = random.nextDouble() * range;
            parts.add(String.valueOf(part));
            rests.add(label.isEmpty() ? "" : String.valueOf(Double.parseDouble(label) - part));
        }

        return Map.of(
                "unit", map(value -> 0.3048 * value + 32),
                "scale", map(value -> Math.sqrt(value - least + range / 50)),
                "bands", map(value -> Math.floor((value - least) / range * 4)),
                "noisy", map(value -> value + 0.003 * range * random.nextGaussian()),
                "part", parts,
                "rest", rests);
    }

    private List<String> map(final DoubleUnaryOperator function) {
        return labels.stream()
                .map(label -> label.isEmpty() ? "" : String.valueOf(function.applyAsDouble(Double.parseDouble(label))))
                .toList();
    }

    private Map<String, List<String>> ofClasses() {
        final Map<String, Integer> codes = new HashMap<>();
        labels.forEach(label -> codes.putIfAbsent(label, codes.size()));
        final int classes = codes.size();
        return Map.of(
                "code",
                labels.stream()
                        .map(label -> String.valueOf(7 * codes.get(label) + 3))
                        .toList(),
                "detail",
                labels.stream()
                        .map(label -> (char) ('A' + codes.get(label)) + "-" + (char) ('a' + random.nextInt(5)))
                        .toList(),
                "typed",
                labels.stream()
                        .map(label ->
                                random.nextInt(1_000) < 2 ? "k" + random.nextInt(classes) : "k" + codes.get(label))
                        .toList(),
                "filled",
                labels.stream()
                        .map(label -> codes.get(label) == 0 ? "" : "reason " + random.nextInt(40))
                        .toList());
    }
}
