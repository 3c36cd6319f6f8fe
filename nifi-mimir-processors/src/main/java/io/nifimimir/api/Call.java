/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.api;

import io.nifimimir.source.RefusedRequestException;
import io.nifimimir.source.RequestObject;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A request that has found its route. */
final class Call {
    private final ApiRequest request;
    private final Map<String, String> pathValues;
    private final Map<String, String> query = new LinkedHashMap<>();
    private final Instant now;

    Call(final ApiRequest request, final Map<String, String> pathValues, final Instant now)
            throws RefusedRequestException {
        this.request = request;
        this.pathValues = Map.copyOf(pathValues);
        this.now = now;
        final String text = request.query() == null ? "" : request.query();
        for (final String pair : text.split("&")) {
            final int separator = pair.indexOf('=');
            if (!pair.isEmpty()) {
                final String name = decode(separator < 0 ? pair : pair.substring(0, separator));
                query.put(name, separator < 0 ? "" : decode(pair.substring(separator + 1)));
            }
        }
    }

    ApiRequest request() {
        return request;
    }

    Instant now() {
        return now;
    }

    /** The value of a part of the path, such as {@code id}. */
    String path(final String name) {
        return pathValues.get(name);
    }

    /** Refuses parameters that nobody reads: a filter that is misspelt would be without effect. */
    void requireOnly(final String... accepted) throws RefusedRequestException {
        final Set<String> known = Set.of(accepted);
        for (final String name : query.keySet()) {
            if (!known.contains(name)) {
                throw new RefusedRequestException(
                        RefusedRequestException.BAD_REQUEST,
                        name,
                        "Unknown parameter, accepted are %s"
                                .formatted(known.isEmpty() ? "none" : String.join(", ", new TreeSet<>(known))));
            }
        }
    }

    Optional<String> parameter(final String name) {
        return Optional.ofNullable(query.get(name)).filter(value -> !value.isBlank());
    }

    boolean flag(final String name) throws RefusedRequestException {
        final String value = parameter(name).orElse("false");
        if (!value.equals("true") && !value.equals("false")) {
            throw wrong(name, "true or false", value);
        }
        return value.equals("true");
    }

    /** A whole number from 1 to 1000. */
    int limit(final int missing) throws RefusedRequestException {
        final String value = parameter("limit").orElse(Integer.toString(missing));
        if (!value.matches("[1-9][0-9]{0,2}|1000")) {
            throw wrong("limit", "a whole number from 1 to 1000", value);
        }
        return Integer.parseInt(value);
    }

    /** A whole number from 0 on. */
    int offset() throws RefusedRequestException {
        final String value = parameter("offset").orElse("0");
        if (!value.matches("[0-9]{1,9}")) {
            throw wrong("offset", "a whole number from 0 on", value);
        }
        return Integer.parseInt(value);
    }

    RequestObject body() throws IOException, RefusedRequestException {
        try (InputStream content = request.body().open()) {
            return RequestObject.parse(content);
        }
    }

    private static RefusedRequestException wrong(final String name, final String expected, final String found) {
        return new RefusedRequestException(
                RefusedRequestException.BAD_REQUEST, name, "Expected %s, found [%s]".formatted(expected, found));
    }

    static String decode(final String text) throws RefusedRequestException {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (final IllegalArgumentException e) {
            throw new RefusedRequestException(
                    RefusedRequestException.BAD_REQUEST, "", "The address is not encoded as one: " + text, e);
        }
    }
}
