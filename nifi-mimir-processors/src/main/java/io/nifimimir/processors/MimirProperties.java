/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.services.MimirStore;
import org.apache.nifi.components.PropertyDescriptor;
import org.apache.nifi.context.PropertyContext;
import org.apache.nifi.expression.ExpressionLanguageScope;
import org.apache.nifi.processor.util.StandardValidators;

import java.util.Map;

/** Properties that several processors have, and how they are read. */
final class MimirProperties {
    static final PropertyDescriptor MIMIR_STORE = new PropertyDescriptor.Builder()
            .name("Mimir Store")
            .description("The store that keeps datasets, models, series, jobs, rules and alerts.")
            .required(true)
            .identifiesControllerService(MimirStore.class)
            .build();

    static final PropertyDescriptor ONTOLOGY_ID = new PropertyDescriptor.Builder()
            .name("Ontology Id")
            .description(
                    "The name under which models, series, jobs and alerts of this data are kept. Datasets of one ontology share their series. Supports attributes.")
            .required(true)
            .defaultValue("${mimir.ontology:replaceEmpty(${filename:substringBeforeLast('.')})}")
            .addValidator(StandardValidators.ATTRIBUTE_EXPRESSION_LANGUAGE_VALIDATOR)
            .expressionLanguageSupported(ExpressionLanguageScope.FLOWFILE_ATTRIBUTES)
            .build();

    private MimirProperties() {}

    static MimirStore store(final PropertyContext context) {
        return context.getProperty(MIMIR_STORE).asControllerService(MimirStore.class);
    }

    /** The name of the ontology, empty where the attributes give none. */
    static String ontology(final PropertyContext context, final Map<String, String> attributes) {
        return evaluate(context, ONTOLOGY_ID, attributes);
    }

    /** The value for a flowfile of these attributes, stripped; empty where there is none. */
    static String evaluate(
            final PropertyContext context, final PropertyDescriptor property, final Map<String, String> attributes) {
        final String value = context.getProperty(property)
                .evaluateAttributeExpressions(attributes)
                .getValue();
        return value == null ? "" : value.strip();
    }
}
