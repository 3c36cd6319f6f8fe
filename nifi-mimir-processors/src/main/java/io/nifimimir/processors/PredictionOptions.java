/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import org.apache.nifi.components.PropertyDescriptor;
import org.apache.nifi.context.PropertyContext;
import org.apache.nifi.processor.util.StandardValidators;

/**
 * What is added to each row besides the prediction.
 *
 * @param classProbabilities whether each class has a column with its probability
 * @param strongest contributions of {@link ContributionsForm#STRONGEST} that are written
 */
record PredictionOptions(boolean classProbabilities, ContributionsForm contributions, int strongest) {
    static final PropertyDescriptor CLASS_PROBABILITIES = new PropertyDescriptor.Builder()
            .name("Class Probabilities")
            .description("Whether a classification adds a column with the probability of each class.")
            .required(true)
            .defaultValue("false")
            .allowableValues("true", "false")
            .build();

    static final PropertyDescriptor CONTRIBUTIONS = new PropertyDescriptor.Builder()
            .name("Contributions")
            .description("""
                    Whether it is added what each column adds to the prediction of each row, in units of the target, of its logarithm, or of the \
                    logit, as the model has learnt it.""")
            .required(true)
            .defaultValue(ContributionsForm.NONE)
            .allowableValues(ContributionsForm.class)
            .build();

    static final PropertyDescriptor STRONGEST_CONTRIBUTIONS = new PropertyDescriptor.Builder()
            .name("Strongest Contributions")
            .description("How many contributions the column holds at most, the strongest first.")
            .required(true)
            .defaultValue("5")
            .addValidator(StandardValidators.createLongValidator(1, 10_000, true))
            .dependsOn(CONTRIBUTIONS, ContributionsForm.STRONGEST)
            .build();

    static PredictionOptions of(final PropertyContext context) {
        final ContributionsForm contributions =
                context.getProperty(CONTRIBUTIONS).asAllowableValue(ContributionsForm.class);
        final int strongest = contributions == ContributionsForm.STRONGEST
                ? context.getProperty(STRONGEST_CONTRIBUTIONS).asInteger()
                : 0;
        return new PredictionOptions(context.getProperty(CLASS_PROBABILITIES).asBoolean(), contributions, strongest);
    }
}
