/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.benchmarks;

import org.apache.nifi.reporting.InitializationException;
import org.apache.nifi.util.MockFlowFile;
import org.apache.nifi.util.TestRunner;

import java.util.concurrent.TimeUnit;

/** A processor that converts a flowfile, set up once and run again and again. */
final class Contender {
    private final String name;
    private final TestRunner runner;

    /** Sets a processor up. */
    @FunctionalInterface
    interface Setup {
        TestRunner create() throws InitializationException;
    }

    Contender(final String name, final Setup setup) throws InitializationException {
        this.name = name;
        runner = setup.create();
    }

    String name() {
        return name;
    }

    /**
     * Converts the content once.
     *
     * @return seconds that the processor took
     * @throws IllegalStateException where not all records come out
     */
    double seconds(final byte[] content, final long records) {
        runner.clearTransferState();
        runner.clearProvenanceEvents();
        runner.enqueue(content);
        final long started = System.nanoTime();
        runner.run(1, false, false);
        final double seconds = (System.nanoTime() - started) / (double) TimeUnit.SECONDS.toNanos(1);
        final MockFlowFile converted = runner.getFlowFilesForRelationship("success").stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("%s converted nothing".formatted(name)));
        final String count = converted.getAttribute("record.count");
        if (!String.valueOf(records).equals(count)) {
            throw new IllegalStateException("%s: %s records, expected %d".formatted(name, count, records));
        }
        return seconds;
    }
}
