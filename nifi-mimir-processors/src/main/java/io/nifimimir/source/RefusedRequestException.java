/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.source;

import java.io.Serial;
import java.util.Objects;

/** A request that is not what it has to be. The message is for whoever sent it, and tells nothing of the inside. */
public final class RefusedRequestException extends Exception {
    /** Not understood: no JSON, a field of another type. */
    public static final int BAD_REQUEST = 400;

    /** Understood, and not allowed. */
    public static final int FORBIDDEN = 403;

    /** What it names is not there. */
    public static final int NOT_FOUND = 404;

    /** In conflict with how things stand. */
    public static final int CONFLICT = 409;

    /** Understood, and it makes no sense. */
    public static final int UNPROCESSABLE = 422;

    @Serial
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String field;

    /**
     * @param status of HTTP
     * @param field such as {@code data_source.type}; empty where no single field is at fault
     */
    public RefusedRequestException(final int status, final String field, final String message) {
        super(message);
        this.status = status;
        this.field = Objects.requireNonNull(field, "Field required");
    }

    /** The same, with what it was found by, for the log. */
    public RefusedRequestException(final int status, final String field, final String message, final Throwable cause) {
        super(message, cause);
        this.status = status;
        this.field = Objects.requireNonNull(field, "Field required");
    }

    public static RefusedRequestException unprocessable(
            final String field, final String message, final Throwable cause) {
        return new RefusedRequestException(UNPROCESSABLE, field, message, cause);
    }

    public static RefusedRequestException unprocessable(final String field, final String message) {
        return new RefusedRequestException(UNPROCESSABLE, field, message);
    }

    public static RefusedRequestException notFound(final String field, final String message) {
        return new RefusedRequestException(NOT_FOUND, field, message);
    }

    public int status() {
        return status;
    }

    public String field() {
        return field;
    }
}
