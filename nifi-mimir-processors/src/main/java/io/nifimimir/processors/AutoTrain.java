/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.nifimimir.dataset.DatasetFormatException;
import io.nifimimir.dataset.DatasetReader;
import io.nifimimir.dataset.DatasetReaders;
import io.nifimimir.services.MimirStore;
import io.nifimimir.store.AuditOrigin;
import io.nifimimir.training.AutoTrainer;
import io.nifimimir.training.TrainingOutcome;
import io.nifimimir.training.TrainingRepository.TrainingRun;
import io.nifimimir.training.TrainingRequest;
import io.nifimimir.training.model.ModelArtifact;
import io.nifimimir.training.table.TrainingLimitException;
import io.nifimimir.training.table.TrainingTable;
import org.apache.nifi.annotation.behavior.InputRequirement;
import org.apache.nifi.annotation.behavior.InputRequirement.Requirement;
import org.apache.nifi.annotation.behavior.ReadsAttribute;
import org.apache.nifi.annotation.behavior.ReadsAttributes;
import org.apache.nifi.annotation.behavior.SystemResource;
import org.apache.nifi.annotation.behavior.SystemResourceConsideration;
import org.apache.nifi.annotation.behavior.WritesAttribute;
import org.apache.nifi.annotation.behavior.WritesAttributes;
import org.apache.nifi.annotation.documentation.CapabilityDescription;
import org.apache.nifi.annotation.documentation.SeeAlso;
import org.apache.nifi.annotation.documentation.Tags;
import org.apache.nifi.annotation.documentation.UseCase;
import org.apache.nifi.components.ConfigVerificationResult;
import org.apache.nifi.components.ConfigVerificationResult.Outcome;
import org.apache.nifi.components.PropertyDescriptor;
import org.apache.nifi.components.ValidationContext;
import org.apache.nifi.components.ValidationResult;
import org.apache.nifi.expression.ExpressionLanguageScope;
import org.apache.nifi.flowfile.FlowFile;
import org.apache.nifi.flowfile.attributes.CoreAttributes;
import org.apache.nifi.logging.ComponentLog;
import org.apache.nifi.processor.AbstractProcessor;
import org.apache.nifi.processor.DataUnit;
import org.apache.nifi.processor.ProcessContext;
import org.apache.nifi.processor.ProcessSession;
import org.apache.nifi.processor.Relationship;
import org.apache.nifi.processor.VerifiableProcessor;
import org.apache.nifi.processor.exception.ProcessException;
import org.apache.nifi.processor.util.StandardValidators;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

@Tags({
    "mimir",
    "machine learning",
    "automl",
    "train",
    "xgboost",
    "classification",
    "regression",
    "forecast",
    "monitoring"
})
@CapabilityDescription("""
        Finds what can be predicted in a dataset, trains a model for each target, scores it on rows that the training has not seen, and registers it in
        the store: the model that beats the champion on the same rows takes its place. Where the dataset is a time series, its metrics
        are forecast, and a monitoring job with its rules is set up as well. A model that does not beat the naive prediction is reported as such and rejected. The same dataset with the same
        settings is trained once: a repetition gives out the stored report.""")
@UseCase(
        description = "Train on whatever comes, without naming anything",
        keywords = {"automl", "target detection"},
        configuration =
                "Set 'Mimir Store' and leave the rest. Each column is judged as a target; the report says why it was chosen or not.")
@UseCase(
        description = "Predict a known column",
        keywords = {"target", "classification", "regression"},
        configuration =
                "Set 'Target Columns' to its name; a text column becomes a classification, a numeric one a regression or a classification by its values.")
@InputRequirement(Requirement.INPUT_REQUIRED)
@SystemResourceConsideration(
        resource = SystemResource.MEMORY,
        description =
                "A dataset is held in compact columns while it is trained, up to 'Maximum Table Size', and again by the native training library")
@SystemResourceConsideration(
        resource = SystemResource.CPU,
        description =
                "Training keeps 'Training Threads' cores busy for each concurrent task, at most for about 'Training Time Budget'")
@ReadsAttributes({
    @ReadsAttribute(attribute = "filename", description = "Names the ontology where no property or attribute does"),
    @ReadsAttribute(attribute = MimirAttributes.ONTOLOGY, description = MimirAttributes.ONTOLOGY_DESC)
})
@WritesAttributes({
    @WritesAttribute(attribute = MimirAttributes.ONTOLOGY, description = MimirAttributes.ONTOLOGY_DESC),
    @WritesAttribute(attribute = MimirAttributes.TRAINING_KEY, description = MimirAttributes.TRAINING_KEY_DESC),
    @WritesAttribute(
            attribute = MimirAttributes.TRAINING_REPEATED,
            description = MimirAttributes.TRAINING_REPEATED_DESC),
    @WritesAttribute(attribute = MimirAttributes.MODELS_CREATED, description = MimirAttributes.MODELS_CREATED_DESC),
    @WritesAttribute(attribute = MimirAttributes.JOBS_CREATED, description = MimirAttributes.JOBS_CREATED_DESC),
    @WritesAttribute(attribute = MimirAttributes.MODEL_ID, description = MimirAttributes.MODEL_ID_DESC),
    @WritesAttribute(attribute = MimirAttributes.MODEL_VERSION, description = MimirAttributes.MODEL_VERSION_DESC),
    @WritesAttribute(attribute = MimirAttributes.MODEL_TARGET, description = MimirAttributes.MODEL_TARGET_DESC),
    @WritesAttribute(attribute = MimirAttributes.MODEL_TYPE, description = MimirAttributes.MODEL_TYPE_DESC),
    @WritesAttribute(attribute = MimirAttributes.MODEL_ACTIVE, description = MimirAttributes.MODEL_ACTIVE_DESC),
    @WritesAttribute(attribute = MimirAttributes.ERROR, description = MimirAttributes.ERROR_DESC),
    @WritesAttribute(attribute = "mime.type", description = MimirAttributes.MIME_TYPE_DESC),
    @WritesAttribute(
            attribute = "filename",
            description = "A name made from the source's name, or from ontology, target and version")
})
@SeeAlso({ConvertToUnifiedDataset.class, MonitorModel.class})
public class AutoTrain extends AbstractProcessor implements VerifiableProcessor {

    static final PropertyDescriptor MIMIR_STORE = new PropertyDescriptor.Builder()
            .name("Mimir Store")
            .description("The store that models, monitoring jobs and series go to.")
            .required(true)
            .identifiesControllerService(MimirStore.class)
            .build();

    static final PropertyDescriptor ONTOLOGY_ID = new PropertyDescriptor.Builder()
            .name("Ontology Id")
            .description(
                    "The name under which models, jobs and alerts of this data are kept. Datasets of one ontology share their series. Supports attributes.")
            .required(true)
            .defaultValue("${mimir.ontology:replaceEmpty(${filename:substringBeforeLast('.')})}")
            .addValidator(StandardValidators.ATTRIBUTE_EXPRESSION_LANGUAGE_VALIDATOR)
            .expressionLanguageSupported(ExpressionLanguageScope.FLOWFILE_ATTRIBUTES)
            .build();

    static final PropertyDescriptor TARGET_COLUMNS = new PropertyDescriptor.Builder()
            .name("Target Columns")
            .description("The columns to predict, separated by commas; empty to find them. Supports attributes.")
            .required(false)
            .addValidator(StandardValidators.ATTRIBUTE_EXPRESSION_LANGUAGE_VALIDATOR)
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
            .addValidator(AutoTrain::validateShare)
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
            .description(
                    "The memory that the columns of one dataset may take. A larger dataset goes to failure, with the row at which the limit was reached.")
            .required(true)
            .defaultValue("128 MB")
            .addValidator(StandardValidators.DATA_SIZE_VALIDATOR)
            .build();

    static final PropertyDescriptor MONITORING = new PropertyDescriptor.Builder()
            .name("Set Up Monitoring")
            .description(
                    "Whether a monitoring job is set up for a dataset that is a time series, with rules learned from its history.")
            .required(true)
            .defaultValue("true")
            .allowableValues("true", "false")
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

    static final Relationship SUCCESS = new Relationship.Builder()
            .name("success")
            .description("The training report, as JSON")
            .build();

    static final Relationship MODELS = new Relationship.Builder()
            .name("models")
            .description("One flowfile for each model: a ZIP archive with the model and all that is known of it")
            .autoTerminateDefault(true)
            .build();

    static final Relationship PAGE = new Relationship.Builder()
            .name("page")
            .description(
                    "The training report for people: one file of HTML that can be mailed and opens without a network")
            .autoTerminateDefault(true)
            .build();

    static final Relationship FAILURE = new Relationship.Builder()
            .name("failure")
            .description(
                    "Content that is no dataset or too large, unchanged, with the reason in the attribute mimir.error")
            .build();

    static final String MODELS_COUNTER = "Models Trained";

    private static final List<PropertyDescriptor> PROPERTIES = List.of(
            MIMIR_STORE,
            ONTOLOGY_ID,
            TARGET_COLUMNS,
            MODEL_TYPES,
            FORECASTING,
            MINIMUM_CONFIDENCE,
            MAXIMUM_MODELS,
            TRAINING_TIME_BUDGET,
            TRAINING_THREADS,
            MAXIMUM_TABLE_SIZE,
            MONITORING,
            MODELS_TO_KEEP,
            RANDOM_SEED);
    private static final Set<Relationship> RELATIONSHIPS = Set.of(SUCCESS, MODELS, PAGE, FAILURE);

    private final Clock clock = Clock.systemUTC();

    private final StoreWait storeWait = new StoreWait();

    @Override
    protected List<PropertyDescriptor> getSupportedPropertyDescriptors() {
        return PROPERTIES;
    }

    @Override
    public Set<Relationship> getRelationships() {
        return RELATIONSHIPS;
    }

    @Override
    public List<ConfigVerificationResult> verify(
            final ProcessContext context, final ComponentLog verificationLogger, final Map<String, String> attributes) {
        final String ontology = ontology(context, attributes);
        final ConfigVerificationResult.Builder result =
                new ConfigVerificationResult.Builder().verificationStepName("Name Ontology");
        if (ontology == null || ontology.isBlank()) {
            return List.of(result.outcome(Outcome.FAILED)
                    .explanation("'Ontology Id' is empty for these attributes: expected a name")
                    .build());
        }
        return List.of(result.outcome(Outcome.SUCCESSFUL)
                .explanation("Models and jobs are kept under [%s]".formatted(ontology))
                .build());
    }

    @Override
    public void onTrigger(final ProcessContext context, final ProcessSession session) {
        final FlowFile flowFile = session.get();
        if (flowFile == null) {
            return;
        }
        storeWait.attempt(context, session, getLogger(), () -> {
            train(context, session, flowFile);
            return true;
        });
    }

    private void train(final ProcessContext context, final ProcessSession session, final FlowFile flowFile) {
        final String ontology = ontology(context, flowFile.getAttributes());
        if (ontology == null || ontology.isBlank()) {
            final String message = "'Ontology Id' is empty for this flowfile: expected a name";
            fail(session, flowFile, message, new IllegalArgumentException(message));
            return;
        }
        final long started = System.nanoTime();
        try {
            final TrainingTable table = load(context, session, flowFile);
            final Training training = trainOnce(context, flowFile, ontology, table);
            final long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
            handOut(session, flowFile, training, millis);
        } catch (final DatasetFormatException | TrainingLimitException e) {
            fail(session, flowFile, e.getMessage(), e);
        } catch (final CancellationException e) {
            getLogger()
                    .info(
                            "Training of {} ends because the processor stops; it goes on where it was with the next start",
                            flowFile);
            session.rollback();
        } catch (final IOException e) {
            throw new ProcessException("Dataset %s cannot be read".formatted(flowFile), e);
        }
    }

    /**
     * A training as it is handed out.
     *
     * @param repeated whether it had been done before
     */
    private record Training(TrainingRun run, List<ModelArtifact> models, int jobs, boolean repeated) {}

    private TrainingTable load(final ProcessContext context, final ProcessSession session, final FlowFile flowFile)
            throws IOException {
        final long limit =
                context.getProperty(MAXIMUM_TABLE_SIZE).asDataSize(DataUnit.B).longValue();
        try (InputStream input = session.read(flowFile);
                DatasetReader reader = DatasetReaders.open(input)) {
            return TrainingTable.load(reader, limit, this::isScheduled);
        }
    }

    private Training trainOnce(
            final ProcessContext context, final FlowFile flowFile, final String ontology, final TrainingTable table)
            throws IOException {
        final MimirStore store = context.getProperty(MIMIR_STORE).asControllerService(MimirStore.class);
        final TrainingRequest request = request(context, flowFile, ontology, table);
        final TrainingRun done = store.training().findRun(request.trainingKey()).orElse(null);
        if (done != null) {
            getLogger()
                    .info(
                            "{} was trained before as {}; its report is given out again",
                            flowFile,
                            request.trainingKey());
            return restore(store, done);
        }
        // Before the work, and not only when its result is to be stored
        store.requireRoom();
        final TrainingOutcome outcome = new AutoTrainer(store.candidateCheckpoints())
                .train(
                        table,
                        request,
                        target -> store.training().findIncumbent(ontology, target),
                        this::isScheduled,
                        clock);
        final boolean monitoring = context.getProperty(MONITORING).asBoolean();
        final int modelsToKeep = context.getProperty(MODELS_TO_KEEP).asInteger();
        return origin(flowFile)
                .run(() -> store.inTransaction(() -> {
                    final TrainingRecorder.Recorded recorded =
                            new TrainingRecorder(store, modelsToKeep, clock).record(outcome, table, monitoring);
                    store.candidateCheckpoints().clear(request.trainingKey());
                    return new Training(recorded.run(), recorded.models(), recorded.jobs(), false);
                }));
    }

    private AuditOrigin origin(final FlowFile flowFile) {
        return new AuditOrigin(
                "AutoTrain[id=%s]".formatted(getIdentifier()), flowFile.getAttribute(CoreAttributes.UUID.key()));
    }

    private static Training restore(final MimirStore store, final TrainingRun run) throws JsonProcessingException {
        final JsonNode report = Json.MAPPER.readTree(run.reportJson());
        final Set<String> ids = new HashSet<>();
        report.path("trained_models")
                .forEach(model -> ids.add(model.path("model_id").asText()));
        final List<ModelArtifact> models = store.training().models(run.ontologyId()).stream()
                .filter(model -> ids.contains(model.id()))
                .toList();
        return new Training(run, models, report.path("monitoring_jobs_created").asInt(), true);
    }

    private static TrainingRequest request(
            final ProcessContext context, final FlowFile flowFile, final String ontology, final TrainingTable table) {
        final String targets = context.getProperty(TARGET_COLUMNS)
                .evaluateAttributeExpressions(flowFile)
                .getValue();
        final ModelTypes modelTypes = context.getProperty(MODEL_TYPES).asAllowableValue(ModelTypes.class);
        final TrainingRequest request = new TrainingRequest(
                ontology,
                targets == null
                        ? List.of()
                        : Arrays.stream(targets.split(","))
                                .map(String::strip)
                                .filter(target -> !target.isEmpty())
                                .toList(),
                modelTypes.regression(),
                modelTypes.classification(),
                context.getProperty(FORECASTING).asBoolean(),
                context.getProperty(MINIMUM_CONFIDENCE).asDouble(),
                context.getProperty(MAXIMUM_MODELS).asInteger(),
                context.getProperty(RANDOM_SEED).asLong(),
                Duration.ofMillis(context.getProperty(TRAINING_TIME_BUDGET).asTimePeriod(TimeUnit.MILLISECONDS)),
                context.getProperty(TRAINING_THREADS).asInteger(),
                "");
        return request.withKeyFor(table, context.getProperty(MONITORING).asBoolean());
    }

    private void handOut(
            final ProcessSession session, final FlowFile flowFile, final Training training, final long millis) {
        final String baseName = baseName(flowFile.getAttribute(CoreAttributes.FILENAME.key()));
        final Map<String, String> attributes = new HashMap<>();
        attributes.put(MimirAttributes.ONTOLOGY, training.run().ontologyId());
        attributes.put(MimirAttributes.TRAINING_KEY, training.run().key());
        attributes.put(MimirAttributes.TRAINING_REPEATED, String.valueOf(training.repeated()));
        attributes.put(
                MimirAttributes.MODELS_CREATED, String.valueOf(training.models().size()));
        attributes.put(MimirAttributes.JOBS_CREATED, String.valueOf(training.jobs()));
        for (final ModelArtifact model : training.models()) {
            handOut(session, flowFile, model, attributes);
        }
        attributes.put(CoreAttributes.FILENAME.key(), baseName + "-training-report.json");
        attributes.put(CoreAttributes.MIME_TYPE.key(), MimirAttributes.JSON);
        session.transfer(
                TrainingPageFlowFile.create(session, flowFile, training.run().reportJson(), attributes), PAGE);
        FlowFile report = session.write(
                flowFile, output -> output.write(training.run().reportJson().getBytes(StandardCharsets.UTF_8)));
        report = session.putAllAttributes(report, attributes);
        session.getProvenanceReporter()
                .modifyContent(
                        report,
                        "Training %s: %d models%s"
                                .formatted(
                                        training.run().key(),
                                        training.models().size(),
                                        training.repeated() ? ", done before" : ""),
                        millis);
        session.transfer(report, SUCCESS);
        session.adjustCounter(
                MODELS_COUNTER, training.repeated() ? 0 : training.models().size(), false);
    }

    private static void handOut(
            final ProcessSession session,
            final FlowFile source,
            final ModelArtifact model,
            final Map<String, String> common) {
        final Map<String, String> attributes = new HashMap<>(common);
        attributes.put(MimirAttributes.MODEL_ID, model.id());
        attributes.put(MimirAttributes.MODEL_VERSION, String.valueOf(model.version()));
        attributes.put(MimirAttributes.MODEL_TARGET, model.target());
        attributes.put(MimirAttributes.MODEL_TYPE, model.task().wireName());
        attributes.put(MimirAttributes.MODEL_ACTIVE, String.valueOf(model.active()));
        attributes.put(CoreAttributes.MIME_TYPE.key(), "application/zip");
        attributes.put(CoreAttributes.FILENAME.key(), fileName(model));
        final FlowFile flowFile = session.write(session.create(source), output -> output.write(model.content()));
        session.transfer(session.putAllAttributes(flowFile, attributes), MODELS);
    }

    /** Column names come from the data, so they are cut down to what every file system takes. */
    private static String fileName(final ModelArtifact model) {
        return "%s-%s-v%d.model.zip"
                .formatted(model.ontologyId(), model.target(), model.version())
                .replaceAll("[^\\p{L}\\p{N}._-]", "_");
    }

    private static String baseName(final String fileName) {
        final int point = fileName.lastIndexOf('.');
        return point > 0 ? fileName.substring(0, point) : fileName;
    }

    private void fail(final ProcessSession session, final FlowFile flowFile, final String message, final Exception e) {
        getLogger().error("{} cannot be trained", flowFile, e);
        session.transfer(session.putAttribute(flowFile, MimirAttributes.ERROR, message), FAILURE);
    }

    private static String ontology(final ProcessContext context, final Map<String, String> attributes) {
        return context.getProperty(ONTOLOGY_ID)
                .evaluateAttributeExpressions(attributes)
                .getValue();
    }

    private static ValidationResult validateShare(
            final String subject, final String input, final ValidationContext context) {
        boolean valid;
        try {
            final double share = Double.parseDouble(input);
            valid = share >= 0 && share <= 1;
        } catch (final NumberFormatException e) {
            valid = false;
        }
        return new ValidationResult.Builder()
                .subject(subject)
                .input(input)
                .valid(valid)
                .explanation("expected a number from 0 to 1")
                .build();
    }
}
