/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.api;

import io.nifimimir.source.RefusedRequestException;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An address with what answers it.
 *
 * @param path such as {@code /api/v1/models/{id}/predict}
 */
record Route(String method, String path, Handler handler) {

    /** Answers a call. */
    @FunctionalInterface
    interface Handler {
        ApiAnswer answer(Call call) throws IOException, RefusedRequestException;
    }

    /** The values of the parts in braces, decoded; empty where the path is another one. */
    Optional<Map<String, String>> match(final String requested) throws RefusedRequestException {
        final List<String> pattern = List.of(path.split("/", -1));
        final List<String> segments = List.of(requested.split("/", -1));
        if (pattern.size() != segments.size()) {
            return Optional.empty();
        }
        final Map<String, String> values = new HashMap<>();
        for (int index = 0; index < pattern.size(); index++) {
            final String part = pattern.get(index);
            if (part.startsWith("{")) {
                // A plus sign within a path is a plus sign
                final String value = Call.decode(segments.get(index).replace("+", "%2B"));
                if (value.isBlank()) {
                    return Optional.empty();
                }
                values.put(part.substring(1, part.length() - 1), value);
            } else if (!part.equals(segments.get(index))) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }
}
