/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.monitoring.planning.AlertBudget;
import io.nifimimir.training.ColumnRoles;
import io.nifimimir.training.TrainingRequest;
import io.nifimimir.training.feature.NameHints;
import io.nifimimir.training.table.RowLimit;
import io.nifimimir.training.table.TrainingTable;
import org.apache.nifi.components.PropertyDescriptor;
import org.apache.nifi.components.ValidationContext;
import org.apache.nifi.components.ValidationResult;
import org.apache.nifi.expression.ExpressionLanguageScope;
import org.apache.nifi.processor.DataUnit;
import org.apache.nifi.processor.ProcessContext;
import org.apache.nifi.processor.util.StandardValidators;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The settings of a training as properties, and how they become a {@link TrainingRequest}. */
final class TrainingProperties {
    static final PropertyDescriptor TARGET_COLUMNS = new PropertyDescriptor.Builder()
            .name("Target Columns")
            .description("The columns to predict, separated by commas; empty to find them. Supports attributes.")
            .required(false)
            .addValidator(StandardValidators.ATTRIBUTE_EXPRESSION_LANGUAGE_VALIDATOR)
            .expressionLanguageSupported(ExpressionLanguageScope.FLOWFILE_ATTRIBUTES)
            .build();

    static final PropertyDescriptor TRUSTED_COLUMNS = new PropertyDescriptor.Builder()
            .name("Trusted Columns")
            .description("""
                    Columns, separated by commas, that are known before the outcome and are learnt from even where they look as if they gave it away; \
                    * for all. Others that look so are left out, and the report says by what evidence. Supports attributes.""")
            .required(false)
            .addValidator(StandardValidators.ATTRIBUTE_EXPRESSION_LANGUAGE_VALIDATOR)
            .expressionLanguageSupported(ExpressionLanguageScope.FLOWFILE_ATTRIBUTES)
            .build();

    static final PropertyDescriptor ROW_GROUPING = new PropertyDescriptor.Builder()
            .name("Row Grouping")
            .description(
                    "Which rows are kept together when a model is validated, so that its score is that of new entities.")
            .required(true)
            .defaultValue(RowGrouping.DETECT)
            .allowableValues(RowGrouping.class)
            .build();

    static final PropertyDescriptor GROUP_COLUMN = new PropertyDescriptor.Builder()
            .name("Group Column")
            .description("The column that names the entity that a row is about. Supports attributes.")
            .required(true)
            .dependsOn(ROW_GROUPING, RowGrouping.BY_COLUMN)
            .addValidator(StandardValidators.NON_EMPTY_EL_VALIDATOR)
            .expressionLanguageSupported(ExpressionLanguageScope.FLOWFILE_ATTRIBUTES)
            .build();

    static final PropertyDescriptor MODEL_TYPES = new PropertyDescriptor.Builder()
            .name("Model Types")
            .description("Which kinds of model are trained.")
            .required(true)
            .defaultValue(ModelTypes.ALL)
            .allowableValues(ModelTypes.class)
            .build();

    static final PropertyDescriptor FORECASTING = new PropertyDescriptor.Builder()
            .name("Forecasting")
            .description("""
                    Whether the metrics of a dataset that is a time series are forecast as well: a model for each metric, which holds the forecaster of \
                    each entity that did best in a backtest.""")
            .required(true)
            .defaultValue("true")
            .allowableValues("true", "false")
            .build();

    static final PropertyDescriptor MINIMUM_CONFIDENCE = new PropertyDescriptor.Builder()
            .name("Minimum Confidence")
            .description(
                    "How sure the detection has to be of a target, from 0 to 1. Columns below are reported with the reason and not trained.")
            .required(true)
            .defaultValue("0.65")
            .addValidator(TrainingProperties::validateShare)
            .build();

    static final PropertyDescriptor MAXIMUM_MODELS = new PropertyDescriptor.Builder()
            .name("Maximum Models")
            .description("The most models of one dataset whose targets were detected; the surest come first.")
            .required(true)
            .defaultValue("3")
            .addValidator(StandardValidators.createLongValidator(1, 1_000, true))
            .build();

    static final PropertyDescriptor TRAINING_TIME_BUDGET = new PropertyDescriptor.Builder()
            .name("Training Time Budget")
            .description(
                    "A ceiling for one dataset; the search ends sooner where more candidates no longer pay. Once it is spent, no further candidate or target is begun, and the report says so.")
            .required(true)
            .defaultValue("60 sec")
            .addValidator(StandardValidators.TIME_PERIOD_VALIDATOR)
            .build();

    static final PropertyDescriptor TRAINING_THREADS = new PropertyDescriptor.Builder()
            .name("Training Threads")
            .description(
                    "Threads that train one dataset. They do not wait for each other by turning, and do not change what comes out.")
            .required(true)
            .defaultValue("2")
            .addValidator(StandardValidators.createLongValidator(1, 64, true))
            .build();

    static final PropertyDescriptor MAXIMUM_TABLE_SIZE = new PropertyDescriptor.Builder()
            .name("Maximum Table Size")
            .description("""
                    The heap that one dataset may take, in compact columns; less where NiFi leaves less. Training takes up to 144 MB besides. \
                    'Row Limit Strategy' says what becomes of a larger one.""")
            .required(true)
            .defaultValue("128 MB")
            .addValidator(StandardValidators.DATA_SIZE_VALIDATOR)
            .build();

    static final PropertyDescriptor ROW_LIMIT_STRATEGY = new PropertyDescriptor.Builder()
            .name("Row Limit Strategy")
            .description(
                    "What becomes of a dataset that is larger than 'Maximum Table Size', or than the heap that is left.")
            .required(true)
            .defaultValue(OversizedTable.SAMPLE)
            .allowableValues(OversizedTable.class)
            .build();

    static final PropertyDescriptor MONITORING = new PropertyDescriptor.Builder()
            .name("Set Up Monitoring")
            .description(
                    "Whether a monitoring job is set up for a dataset that is a time series, with rules learned from its history.")
            .required(true)
            .defaultValue("true")
            .allowableValues("true", "false")
            .build();

    static final PropertyDescriptor FALSE_ALERT_BUDGET = new PropertyDescriptor.Builder()
            .name("False Alert Budget")
            .description("""
                    How many false alerts a week the rules of one monitoring job may be expected to raise, over all of its series together. The limits of \
                    the rules are set by the history to keep within it: the more series, the stricter. A number less than 1 is one in several weeks.""")
            .required(true)
            .defaultValue("1")
            .addValidator(TrainingProperties::validateBudget)
            .dependsOn(MONITORING, "true")
            .build();

    static final PropertyDescriptor MODELS_TO_KEEP = new PropertyDescriptor.Builder()
            .name("Models to Keep")
            .description("""
                    The newest versions that are kept of the models of one ontology and target, whatever their state. The champion is never deleted. \
                    An earlier version that is kept can become the champion again.""")
            .required(true)
            .defaultValue("10")
            .addValidator(StandardValidators.createLongValidator(1, 1_000, true))
            .build();

    static final PropertyDescriptor RANDOM_SEED = new PropertyDescriptor.Builder()
            .name("Random Seed")
            .description("The same data, settings and seed give the same models, byte for byte.")
            .required(true)
            .defaultValue("42")
            .addValidator(StandardValidators.LONG_VALIDATOR)
            .build();

    static final List<PropertyDescriptor> ALL = List.of(
            MimirProperties.MIMIR_STORE,
            MimirProperties.ONTOLOGY_ID,
            TARGET_COLUMNS,
            TRUSTED_COLUMNS,
            ROW_GROUPING,
            GROUP_COLUMN,
            MODEL_TYPES,
            FORECASTING,
            MINIMUM_CONFIDENCE,
            MAXIMUM_MODELS,
            TRAINING_TIME_BUDGET,
            TRAINING_THREADS,
            MAXIMUM_TABLE_SIZE,
            ROW_LIMIT_STRATEGY,
            MONITORING,
            FALSE_ALERT_BUDGET,
            MODELS_TO_KEEP,
            RANDOM_SEED);

    private final ProcessContext context;

    private final Map<String, String> attributes;

    private final TrainingOptions options;

    /** @param attributes of the flowfile, which may set options */
    TrainingProperties(final ProcessContext context, final Map<String, String> attributes) {
        this.context = context;
        this.attributes = attributes;
        this.options = new TrainingOptions(context, attributes);
    }

    /** What becomes of datasets that are too large; a sample keeps rows of the rare values of what may be a target. */
    RowLimit rowLimit() {
        final List<String> targets = options.targets();
        return new RowLimit(
                context.getProperty(MAXIMUM_TABLE_SIZE).asDataSize(DataUnit.B).longValue(),
                context.getProperty(ROW_LIMIT_STRATEGY)
                        .asAllowableValue(OversizedTable.class)
                        .strategy(),
                column -> targets.isEmpty()
                        ? NameHints.isOutcome(column.name()) || NameHints.isClass(column.name())
                        : targets.contains(column.name()));
    }

    private ColumnRoles roles() {
        final ColumnRoles.Groups groups = context.getProperty(ROW_GROUPING)
                .asAllowableValue(RowGrouping.class)
                .groups();
        return new ColumnRoles(
                Set.copyOf(TrainingOptions.columns(MimirProperties.evaluate(context, TRUSTED_COLUMNS, attributes))),
                groups,
                groups == ColumnRoles.Groups.BY_COLUMN
                        ? MimirProperties.evaluate(context, GROUP_COLUMN, attributes)
                        : "");
    }

    boolean monitoring() throws InvalidOptionException {
        return options.monitoring();
    }

    /** False alerts that may be expected of the job that is set up. */
    AlertBudget alertBudget() {
        // An attribute may ask for monitoring where the property does not, and hides the budget
        return context.getProperty(MONITORING).asBoolean()
                ? new AlertBudget(context.getProperty(FALSE_ALERT_BUDGET).asDouble())
                : AlertBudget.DEFAULT;
    }

    /** What of monitoring makes a training another one. The default budget goes unnamed, as in trainings from before there was one. */
    private String monitoringIdentity() throws InvalidOptionException {
        final boolean monitoring = monitoring();
        final AlertBudget budget = alertBudget();
        return monitoring && !budget.equals(AlertBudget.DEFAULT)
                ? "%s, %s".formatted(monitoring, budget)
                : String.valueOf(monitoring);
    }

    int modelsToKeep() {
        return context.getProperty(MODELS_TO_KEEP).asInteger();
    }

    TrainingRequest request(final TrainingTable table, final String ontology) throws InvalidOptionException {
        final ModelTypes modelTypes = options.modelTypes();
        final TrainingRequest request = new TrainingRequest(
                ontology,
                options.targets(),
                modelTypes.regression(),
                modelTypes.classification(),
                context.getProperty(FORECASTING).asBoolean(),
                options.minimumConfidence(),
                options.maximumModels(),
                context.getProperty(RANDOM_SEED).asLong(),
                Duration.ofMillis(context.getProperty(TRAINING_TIME_BUDGET).asTimePeriod(TimeUnit.MILLISECONDS)),
                context.getProperty(TRAINING_THREADS).asInteger(),
                roles(),
                "");
        return request.withKeyFor(table, monitoringIdentity());
    }

    private static ValidationResult validateBudget(
            final String subject, final String input, final ValidationContext context) {
        return new ValidationResult.Builder()
                .subject(subject)
                .input(input)
                .valid(isBudget(input))
                .explanation("expected a number of alerts a week greater than 0")
                .build();
    }

    private static boolean isBudget(final String text) {
        try {
            final double alerts = Double.parseDouble(text);
            return alerts > 0 && Double.isFinite(alerts);
        } catch (final NumberFormatException e) {
            return false;
        }
    }

    private static ValidationResult validateShare(
            final String subject, final String input, final ValidationContext context) {
        return new ValidationResult.Builder()
                .subject(subject)
                .input(input)
                .valid(isShare(input))
                .explanation("expected a number from 0 to 1")
                .build();
    }

    /** Whether a text is a number from 0 to 1. */
    static boolean isShare(final String text) {
        try {
            final double share = Double.parseDouble(text);
            return share >= 0 && share <= 1;
        } catch (final NumberFormatException e) {
            return false;
        }
    }
}
