/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import java.io.IOException;
import java.io.Serial;

/** Content that cannot be read as a table; the message says where, what was found and what was expected. */
public class IngestException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int MOST_CHARACTERS = 2_000;
    private static final int CHARACTERS_AT_END = 400;

    public IngestException(final String message) {
        super(shortened(message));
    }

    public IngestException(final String message, final Throwable cause) {
        super(shortened(message), cause);
    }

    /** A message may quote the content, whose header may be megabytes; it becomes an attribute, which NiFi holds in memory, and goes into logs. */
    private static String shortened(final String message) {
        return message.length() <= MOST_CHARACTERS
                ? message
                : message.substring(0, MOST_CHARACTERS - CHARACTERS_AT_END)
                        + " ... "
                        + message.substring(message.length() - CHARACTERS_AT_END);
    }

    /** The same fault with the name of its table, where it is one among others, unless the message says it already. */
    public static IngestException within(final String table, final IngestException fault) {
        return fault.getMessage().contains("[" + table + "]") ? fault : fault.named(table);
    }

    IngestException named(final String table) {
        return new IngestException("[%s]: %s".formatted(table, getMessage()), this);
    }
}
