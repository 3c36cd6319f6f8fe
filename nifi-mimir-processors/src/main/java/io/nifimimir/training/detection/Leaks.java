/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.training.detection;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Columns that give a target away, with the evidence in words, by name.
 *
 * @param leftOut no features
 * @param suspects features all the same, since a strong one may be honest: they are reported
 */
public record Leaks(Map<String, String> leftOut, Map<String, String> suspects) {
    public Leaks {
        leftOut = Collections.unmodifiableMap(new LinkedHashMap<>(leftOut));
        suspects = Collections.unmodifiableMap(new LinkedHashMap<>(suspects));
    }
}
