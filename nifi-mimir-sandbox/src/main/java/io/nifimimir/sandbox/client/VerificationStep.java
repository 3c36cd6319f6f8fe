/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.client;

/** One line of a component's verification of its own configuration. */
public record VerificationStep(String verificationStepName, String outcome, String explanation) {

    public boolean isSuccessful() {
        return "SUCCESSFUL".equals(outcome);
    }
}
