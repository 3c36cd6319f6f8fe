/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.client;

/** NiFi answered a request with something other than success. */
public final class NiFiException extends RuntimeException {

    private final int status;
    private final String body;

    NiFiException(final String method, final String path, final int status, final String body) {
        super("%s %s answered %d: %s".formatted(method, path, status, body));
        this.status = status;
        this.body = body;
    }

    public int status() {
        return status;
    }

    public String body() {
        return body;
    }
}
