/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.source;

import java.time.Instant;
import java.util.Optional;

/**
 * Requests for training that were accepted, with what became of them. Each call is one transaction; each write changes nothing when it is
 * repeated. Errors of the storage are thrown as {@link java.io.UncheckedIOException}.
 */
public interface TrainingRequests {

    /** Accepts a request, or says which one it repeats. */
    Acceptance accept(Order order, Instant now);

    Optional<Entry> find(String id);

    /**
     * Writes down the answer to a request; the first one stands.
     *
     * @param status of HTTP
     * @param answer JSON
     */
    void complete(String id, int status, String answer, Instant now);

    /**
     * A request.
     *
     * @param id the same for a repetition by NiFi
     * @param idempotencyKey the same for a repetition by the client; null where it has given none
     * @param bodySha256 of the body, so that a key that is used again for something else is found out
     */
    record Order(String id, String idempotencyKey, String ontologyId, String bodySha256) {}

    /**
     * A request with what became of it.
     *
     * @param completedAt null while it is under way, as are status and answer
     */
    record Entry(Order order, Instant acceptedAt, Instant completedAt, Integer status, String answer) {
        public boolean isCompleted() {
            return completedAt != null;
        }
    }

    /** What a request is to those before it. */
    sealed interface Acceptance {

        /** It is to be carried out. */
        record New() implements Acceptance {}

        /** It has the key of an earlier one, and asks for the same. */
        record Repetition(Entry earlier) implements Acceptance {}

        /** It has the key of an earlier one that asked for something else. */
        record KeyInUse() implements Acceptance {}
    }
}
