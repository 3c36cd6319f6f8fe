/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import org.apache.nifi.components.PropertyDescriptor;
import org.apache.nifi.processor.ProcessContext;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The options of a training that a request may set. A property that is empty or as it comes is taken from the attribute of its name. */
final class TrainingOptions {
    private final ProcessContext context;
    private final Map<String, String> attributes;

    /** @param attributes of the flowfile */
    TrainingOptions(final ProcessContext context, final Map<String, String> attributes) {
        this.context = context;
        this.attributes = attributes;
    }

    /** The columns to predict; none where they are to be found. */
    List<String> targets() {
        final String targets = attribute(TrainingProperties.TARGET_COLUMNS)
                .orElseGet(() -> context.getProperty(TrainingProperties.TARGET_COLUMNS)
                        .evaluateAttributeExpressions(attributes)
                        .getValue());
        return targets == null ? List.of() : columns(targets);
    }

    /** Names of columns, separated by commas. */
    static List<String> columns(final String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(column -> !column.isEmpty())
                .toList();
    }

    ModelTypes modelTypes() throws InvalidOptionException {
        final String named = value(TrainingProperties.MODEL_TYPES).toUpperCase(Locale.ROOT);
        final Optional<ModelTypes> found = Arrays.stream(ModelTypes.values())
                .filter(types -> types.name().equals(named))
                .findFirst();
        if (found.isEmpty()) {
            throw invalid(TrainingProperties.MODEL_TYPES, "one of " + List.of(ModelTypes.values()), named);
        }
        return found.get();
    }

    double minimumConfidence() throws InvalidOptionException {
        final String text = value(TrainingProperties.MINIMUM_CONFIDENCE);
        if (!TrainingProperties.isShare(text)) {
            throw invalid(TrainingProperties.MINIMUM_CONFIDENCE, "a number from 0 to 1", text);
        }
        return Double.parseDouble(text);
    }

    int maximumModels() throws InvalidOptionException {
        final String text = value(TrainingProperties.MAXIMUM_MODELS);
        if (!text.matches("[1-9][0-9]{0,3}")) {
            throw invalid(TrainingProperties.MAXIMUM_MODELS, "a whole number from 1 on, of four digits at most", text);
        }
        return Integer.parseInt(text);
    }

    boolean monitoring() throws InvalidOptionException {
        final String text = value(TrainingProperties.MONITORING);
        if (!text.equals("true") && !text.equals("false")) {
            throw invalid(TrainingProperties.MONITORING, "true or false", text);
        }
        return text.equals("true");
    }

    private String value(final PropertyDescriptor property) {
        return attribute(property).orElseGet(() -> context.getProperty(property).getValue());
    }

    private Optional<String> attribute(final PropertyDescriptor property) {
        final String raw = context.getAllProperties().get(property.getName());
        return raw == null || raw.equals(property.getDefaultValue())
                ? Optional.ofNullable(attributes.get(ConversionProperties.attribute(property)))
                        .map(String::strip)
                        .filter(text -> !text.isEmpty())
                : Optional.empty();
    }

    private static InvalidOptionException invalid(
            final PropertyDescriptor property, final String expected, final String found) {
        return new InvalidOptionException(ConversionProperties.attribute(property), expected, found);
    }
}
