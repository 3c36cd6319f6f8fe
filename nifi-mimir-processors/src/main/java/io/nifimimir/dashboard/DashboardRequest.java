/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.dashboard;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a browser asks for.
 *
 * @param path decoded, such as {@code /api/overview}
 * @param query fields by name, decoded
 * @param headers by name, in any case
 */
public record DashboardRequest(String method, String path, Map<String, String> query, Map<String, String> headers) {
    private static final Pattern FIELDS = Pattern.compile("&");

    public DashboardRequest {
        query = Map.copyOf(query);
        final Map<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        anyCase.putAll(headers);
        headers = anyCase;
    }

    /** @param queryString as it stands in the address; null where there is none */
    public static Map<String, String> parseQuery(final String queryString) {
        final Map<String, String> fields = new HashMap<>();
        if (queryString != null && !queryString.isEmpty()) {
            for (final String field : FIELDS.split(queryString)) {
                final int equals = field.indexOf('=');
                final String name = equals < 0 ? field : field.substring(0, equals);
                fields.put(decode(name), equals < 0 ? "" : decode(field.substring(equals + 1)));
            }
        }
        return fields;
    }

    private static String decode(final String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (final IllegalArgumentException e) {
            throw new RequestException("The address has a part that is not encoded as it should be: " + text, e);
        }
    }

    /** A field of the query; empty where it is missing. */
    String text(final String name) {
        return query.getOrDefault(name, "");
    }

    String required(final String name) {
        final String value = query.get(name);
        if (value == null) {
            throw new RequestException("The address lacks the field [%s]".formatted(name), null);
        }
        return value;
    }

    /** An instant in milliseconds since 1970; null where it is missing. */
    Instant instant(final String name) {
        return text(name).isEmpty() ? null : Instant.ofEpochMilli(number(name));
    }

    /** A number within limits. */
    int count(final String name, final int otherwise, final int most) {
        return text(name).isEmpty() ? otherwise : Math.clamp(number(name), 1, most);
    }

    Optional<String> header(final String name) {
        return Optional.ofNullable(headers.get(name));
    }

    boolean acceptsGzip() {
        return header("Accept-Encoding")
                .map(encodings -> encodings.toLowerCase(Locale.ROOT).contains("gzip"))
                .orElse(false);
    }

    private long number(final String name) {
        try {
            return Long.parseLong(text(name));
        } catch (final NumberFormatException e) {
            throw new RequestException(
                    "The field [%s] must be a whole number, found [%s]".formatted(name, text(name)), e);
        }
    }
}
