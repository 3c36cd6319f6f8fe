/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.feature;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A category as the position of its level; XGBoost splits such a feature by sets of levels. */
final class CategoryEncoding implements ColumnEncoding.OfText {
    private final String column;
    private final List<String> levels;
    private final boolean pooled;
    private final Map<String, Integer> codes = new HashMap<>();

    /**
     * @param levels the most frequent first
     * @param pooled whether rare levels share one more code, which levels unseen in training get as well; else those count as missing
     */
    @JsonCreator
    CategoryEncoding(
            @JsonProperty("column") final String column,
            @JsonProperty("levels") final List<String> levels,
            @JsonProperty("pooled") final boolean pooled) {
        this.column = column;
        this.levels = List.copyOf(levels);
        this.pooled = pooled;
        for (final String level : levels) {
            codes.put(level, codes.size());
        }
    }

    @Override
    @JsonProperty
    public String column() {
        return column;
    }

    @JsonProperty
    List<String> levels() {
        return levels;
    }

    @JsonProperty
    boolean pooled() {
        return pooled;
    }

    @Override
    public List<String> features() {
        return List.of(column);
    }

    @Override
    public boolean isCategorical() {
        return true;
    }

    @Override
    public void encode(final String value, final float[] features, final int offset) {
        final Integer code = value == null ? null : codes.get(value);
        if (code != null) {
            features[offset] = code;
            return;
        }

        features[offset] = value != null && pooled ? levels.size() : Float.NaN;
    }
}
