/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import java.util.Objects;

/**
 * On whose behalf the store is changed.
 *
 * @param actor the component or the person, such as {@code AutoTrain}
 * @param flowFileUuid UUID of the flowfile that brought the change about, which finds its provenance; null where there is none
 */
public record AuditOrigin(String actor, String flowFileUuid) {
    /** The store's own doing, and that of whoever does not say. */
    public static final AuditOrigin STORE = new AuditOrigin("store", null);

    private static final ThreadLocal<AuditOrigin> CURRENT = ThreadLocal.withInitial(() -> STORE);

    public AuditOrigin {
        Objects.requireNonNull(actor, "Actor required");
    }

    /** The origin of what this thread does now. */
    public static AuditOrigin current() {
        return CURRENT.get();
    }

    /** Runs work whose changes are written down with this origin. */
    public <T> T run(final Transactions.Work<T> work) {
        return call(work::run);
    }

    /** The same for work that may fail in a way of its own. */
    public <T, E extends Exception> T call(final FallibleWork<T, E> work) throws E {
        final AuditOrigin outer = CURRENT.get();
        CURRENT.set(this);
        try {
            return work.run();
        } finally {
            CURRENT.set(outer);
        }
    }

    /** Work that may fail in a way of its own. */
    @FunctionalInterface
    public interface FallibleWork<T, E extends Exception> {
        T run() throws E;
    }
}
