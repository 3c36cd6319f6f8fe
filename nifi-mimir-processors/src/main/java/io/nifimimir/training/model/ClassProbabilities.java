/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.model;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** The probabilities of the classes of a row, by class in the order of the model's: a view of an array, since there is one for each row. */
final class ClassProbabilities extends AbstractMap<String, Double> {
    private final Classes classes;
    private final double[] probabilities;

    /** @param probabilities not to be changed any more */
    ClassProbabilities(final Classes classes, final double... probabilities) {
        this.classes = classes;
        this.probabilities = probabilities;
    }

    /** The classes of a model, which all of its predictions have in common. */
    record Classes(List<String> names, Map<String, Integer> places) {
        static Classes of(final List<String> names) {
            final Map<String, Integer> places = new HashMap<>();
            names.forEach(name -> places.put(name, places.size()));
            return new Classes(names, places);
        }
    }

    @Override
    public boolean containsKey(final Object name) {
        return classes.places().containsKey(name);
    }

    @Override
    public Double get(final Object name) {
        final Integer place = classes.places().get(name);
        return place == null ? null : (Double) probabilities[place];
    }

    @Override
    public int size() {
        return probabilities.length;
    }

    @Override
    public Set<Entry<String, Double>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<String, Double>> iterator() {
                return IntStream.range(0, probabilities.length)
                        .mapToObj(place -> Map.entry(classes.names().get(place), probabilities[place]))
                        .iterator();
            }

            @Override
            public int size() {
                return probabilities.length;
            }
        };
    }
}
