/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.store.StoreUnwritableException;
import org.apache.nifi.flowfile.FlowFile;
import org.apache.nifi.logging.ComponentLog;
import org.apache.nifi.processor.ProcessContext;
import org.apache.nifi.processor.ProcessSession;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What a processor does while the store takes nothing, because its disk is full, its file is gone or may no longer be written: flowfiles stay in their queue, and it
 * is said once and not with each trigger. What was done by then and could not be written down is written before anything else, as soon as
 * the store takes it.
 */
final class StoreWait {
    private final AtomicBoolean told = new AtomicBoolean();

    /** Guarded by this. */
    private final Queue<Runnable> owed = new ArrayDeque<>();

    /**
     * Does the work of a trigger, or puts it off.
     *
     * @param work returns false where the store has not taken all
     */
    void attempt(
            final ProcessContext context,
            final ProcessSession session,
            final ComponentLog logger,
            final BooleanSupplier work) {
        try {
            writeOwed(logger);
            if (work.getAsBoolean() && owesNothing() && told.getAndSet(false)) {
                logger.info("The store takes new data again; the work goes on");
            }
        } catch (final StoreUnwritableException e) {
            session.rollback();
            context.yield();
            tell(logger, e);
        }
    }

    /** Does the work of a trigger with the next flowfile, where there is one. */
    void attemptNext(
            final ProcessContext context,
            final ProcessSession session,
            final ComponentLog logger,
            final Consumer<FlowFile> work) {
        final FlowFile flowFile = session.get();
        if (flowFile != null) {
            attempt(context, session, logger, () -> {
                work.accept(flowFile);
                return true;
            });
        }
    }

    /** Says what the store does not take, the first time. */
    void tell(final ComponentLog logger, final RuntimeException fault) {
        if (told.getAndSet(true)) {
            logger.debug("The store still takes nothing", fault);
        } else {
            logger.error(
                    "The store takes nothing for now, what comes waits in its queue: {}", fault.getMessage(), fault);
        }
    }

    /** Writes down what is done; where the store does not take it now, it is owed. */
    void write(final ComponentLog logger, final Runnable write) {
        synchronized (this) {
            owed.add(write);
        }
        try {
            writeOwed(logger);
        } catch (final StoreUnwritableException e) {
            tell(logger, e);
        }
    }

    private synchronized boolean owesNothing() {
        return owed.isEmpty();
    }

    private synchronized void writeOwed(final ComponentLog logger) {
        while (!owed.isEmpty()) {
            try {
                owed.element().run();
            } catch (final StoreUnwritableException e) {
                throw e;
            } catch (final RuntimeException e) {
                logger.error("What was done cannot be written down in the store", e);
            }
            owed.remove();
        }
    }
}
