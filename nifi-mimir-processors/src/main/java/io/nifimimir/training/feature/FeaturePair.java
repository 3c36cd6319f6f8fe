/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.feature;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A feature made of two others. Trees come near a quotient or a difference only by many steps, and linear models by none.
 *
 * @param first name of a feature
 * @param second name of another
 */
public record FeaturePair(
        @JsonProperty("first") String first,
        @JsonProperty("second") String second,
        @JsonProperty("operation") Operation operation) {

    /** What is done with the two. */
    public enum Operation {
        QUOTIENT("/"),
        DIFFERENCE("-");

        private final String sign;

        Operation(final String sign) {
            this.sign = sign;
        }
    }

    /** Such as {@code bedrooms / rooms}. */
    public String name() {
        return "%s %s %s".formatted(first, operation.sign, second);
    }

    /** Missing where one of the two is, and what is divided by zero. */
    public float of(final float firstValue, final float secondValue) {
        final double value = switch (operation) {
            case QUOTIENT -> secondValue == 0 ? Double.NaN : (double) firstValue / secondValue;
            case DIFFERENCE -> (double) firstValue - secondValue;
        };
        return NumberEncoding.toFloat(value);
    }
}
