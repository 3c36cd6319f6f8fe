/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.api;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * A request as it came.
 *
 * @param id the same for a repetition by NiFi; what the request creates takes it as its id
 * @param path without the query, not decoded
 * @param query not decoded; may be null or empty
 * @param headers by name in lower case
 */
public record ApiRequest(
        String id, String method, String path, String query, Map<String, String> headers, long bodyBytes, Body body) {
    public ApiRequest {
        headers = Map.copyOf(headers);
    }

    /** Opens the body. */
    @FunctionalInterface
    public interface Body {
        InputStream open() throws IOException;
    }

    /** The value of a header; empty where there is none. */
    public String header(final String name) {
        return headers.getOrDefault(name, "");
    }
}
