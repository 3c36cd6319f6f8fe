/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.drift;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

import java.util.Arrays;
import java.util.List;

/** How the values of a column are counted. A missing value is counted in one more bin, behind the others. */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({@JsonSubTypes.Type(ColumnBins.Numbers.class), @JsonSubTypes.Type(ColumnBins.Levels.class)})
public sealed interface ColumnBins {
    /** So many that the largest distance of two distribution functions is seen to within 2 %, so few that a model's reference stays small. */
    int MOST_NUMBER_BINS = 50;

    int MOST_LEVELS = 100;

    /** Bins without that of missing values. */
    int size();

    /** The bins of values that training never saw. */
    int[] unseen();

    /**
     * Bins of numbers, about the same number of training rows in each; a number that is frequent has a bin of its own. What is less than all
     * training rows held is in the first bin, what is more in the last.
     *
     * @param minimum of the training rows
     * @param upperBounds of the bins between, the last one the maximum of the training rows; a bin holds its bound
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Numbers(double minimum, double[] upperBounds) implements ColumnBins {

        /** @param sorted values of training rows, rising, at least one */
        static Numbers of(final double[] sorted) {
            final double[] distinct = Arrays.stream(sorted).distinct().toArray();
            if (distinct.length <= MOST_NUMBER_BINS) {
                return new Numbers(sorted[0], distinct);
            }
            final double[] bounds = new double[MOST_NUMBER_BINS];
            for (int bin = 1; bin <= MOST_NUMBER_BINS; bin++) {
                bounds[bin - 1] = sorted[(int) ((long) sorted.length * bin / MOST_NUMBER_BINS) - 1];
            }
            return new Numbers(sorted[0], Arrays.stream(bounds).distinct().toArray());
        }

        @Override
        public int size() {
            return upperBounds.length + 2;
        }

        @Override
        public int[] unseen() {
            return new int[] {0, upperBounds.length + 1};
        }

        double maximum() {
            return upperBounds[upperBounds.length - 1];
        }

        /**
         * The median of numbers that are in the bins in these shares, to within a bin.
         *
         * @param smallest of the numbers
         * @param largest of the numbers
         */
        double median(final double[] shares, final double smallest, final double largest) {
            double below = 0;
            for (int bin = 0; bin < shares.length; bin++) {
                if (shares[bin] > 0 && below + shares[bin] >= 0.5) {
                    final double from = bin == 0 ? smallest : bin == 1 ? minimum : upperBounds[bin - 2];
                    final double to =
                            bin <= upperBounds.length && bin > 0 ? upperBounds[bin - 1] : bin == 0 ? minimum : largest;
                    final double part = (0.5 - below) / shares[bin];
                    return Math.clamp(from + part * (to - from), smallest, largest);
                }
                below += shares[bin];
            }
            return largest;
        }

        public int binOf(final double value) {
            if (Double.isNaN(value)) {
                return size();
            }
            if (value < minimum) {
                return 0;
            }
            final int found = Arrays.binarySearch(upperBounds, value);
            return found >= 0 ? found + 1 : -found;
        }
    }

    /**
     * A bin for each level, the most frequent first, and one for all others.
     *
     * @param complete whether these are all levels that training saw
     */
    record Levels(List<String> levels, boolean complete) implements ColumnBins {
        public Levels {
            levels = List.copyOf(levels);
        }

        @Override
        public int size() {
            return levels.size() + 1;
        }

        @Override
        public int[] unseen() {
            return complete ? new int[] {levels.size()} : new int[0];
        }
    }
}
