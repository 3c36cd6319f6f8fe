/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import org.apache.nifi.components.ConfigVerificationResult;
import org.apache.nifi.components.ConfigVerificationResult.Outcome;
import org.apache.nifi.logging.ComponentLog;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The steps of a verification, in their order: where one of them fails, those behind it are skipped. */
final class Verification {
    private final ComponentLog logger;
    private final List<ConfigVerificationResult> results = new ArrayList<>();
    private boolean passed = true;

    /** @param logger of the verification: it gets the stack traces of what failed */
    Verification(final ComponentLog logger) {
        this.logger = logger;
    }

    /** What a step looks at. */
    @FunctionalInterface
    interface Check {
        /** What was found; an exception is the failure of the step, and its message the explanation. */
        Finding find() throws IOException;
    }

    record Finding(Outcome outcome, String explanation) {
        static Finding successful(final String explanation) {
            return new Finding(Outcome.SUCCESSFUL, explanation);
        }

        /** There is nothing to look at. */
        static Finding skipped(final String explanation) {
            return new Finding(Outcome.SKIPPED, explanation);
        }

        static Finding failed(final String explanation) {
            return new Finding(Outcome.FAILED, explanation);
        }
    }

    Verification step(final String name, final Check check) {
        final Finding finding = passed ? find(name, check) : Finding.skipped("An earlier step failed");
        passed &= finding.outcome() != Outcome.FAILED;
        results.add(new ConfigVerificationResult.Builder()
                .verificationStepName(name)
                .outcome(finding.outcome())
                .explanation(finding.explanation())
                .build());
        return this;
    }

    private Finding find(final String name, final Check check) {
        try {
            return check.find();
        } catch (final IOException | RuntimeException e) {
            logger.warn("{} failed", name, e);
            return Finding.failed(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    List<ConfigVerificationResult> results() {
        return List.copyOf(results);
    }
}
