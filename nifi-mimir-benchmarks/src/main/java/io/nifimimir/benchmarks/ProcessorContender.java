/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.benchmarks;

import org.apache.nifi.reporting.InitializationException;
import org.apache.nifi.util.MockFlowFile;
import org.apache.nifi.util.TestRunner;

import java.util.concurrent.TimeUnit;

/** A processor that converts a flowfile, again and again. */
final class ProcessorContender implements Contender {
    private final String name;
    private final Setup setup;

    /** Sets a processor up. */
    @FunctionalInterface
    interface Setup {
        TestRunner create() throws InitializationException;
    }

    ProcessorContender(final String name, final Setup setup) {
        this.name = name;
        this.setup = setup;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double seconds(final byte[] content, final long records) {
        // A runner keeps all that it was ever given
        final TestRunner runner = newRunner();
        runner.enqueue(content);
        final long started = System.nanoTime();
        runner.run(1);
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

    private TestRunner newRunner() {
        try {
            return setup.create();
        } catch (final InitializationException e) {
            throw new IllegalStateException(name + " cannot be set up", e);
        }
    }
}
