/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.dataset.DatasetFormatException;
import io.nifimimir.dataset.DatasetReader;
import io.nifimimir.dataset.DatasetReaders;
import io.nifimimir.ingest.Spool;
import io.nifimimir.processors.Verification.Finding;
import io.nifimimir.training.ModelFormatException;
import io.nifimimir.training.TrainingRepository;
import io.nifimimir.training.model.ModelEntry;
import io.nifimimir.training.model.ModelScorer;
import org.apache.nifi.annotation.behavior.InputRequirement;
import org.apache.nifi.annotation.behavior.InputRequirement.Requirement;
import org.apache.nifi.annotation.behavior.ReadsAttribute;
import org.apache.nifi.annotation.behavior.SystemResource;
import org.apache.nifi.annotation.behavior.SystemResourceConsideration;
import org.apache.nifi.annotation.behavior.WritesAttribute;
import org.apache.nifi.annotation.behavior.WritesAttributes;
import org.apache.nifi.annotation.documentation.CapabilityDescription;
import org.apache.nifi.annotation.documentation.SeeAlso;
import org.apache.nifi.annotation.documentation.Tags;
import org.apache.nifi.annotation.documentation.UseCase;
import org.apache.nifi.annotation.lifecycle.OnScheduled;
import org.apache.nifi.annotation.lifecycle.OnStopped;
import org.apache.nifi.components.ConfigVerificationResult;
import org.apache.nifi.components.PropertyDescriptor;
import org.apache.nifi.components.Validator;
import org.apache.nifi.expression.ExpressionLanguageScope;
import org.apache.nifi.flowfile.FlowFile;
import org.apache.nifi.logging.ComponentLog;
import org.apache.nifi.processor.AbstractProcessor;
import org.apache.nifi.processor.ProcessContext;
import org.apache.nifi.processor.ProcessSession;
import org.apache.nifi.processor.Relationship;
import org.apache.nifi.processor.VerifiableProcessor;
import org.apache.nifi.processor.exception.ProcessException;
import org.apache.nifi.processor.util.StandardValidators;
import org.apache.nifi.schema.access.SchemaNotFoundException;
import org.apache.nifi.serialization.MalformedRecordException;
import org.apache.nifi.serialization.RecordReader;
import org.apache.nifi.serialization.RecordReaderFactory;
import org.apache.nifi.serialization.RecordSetWriterFactory;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

@Tags({"mimir", "machine learning", "automl", "predict", "score", "inference", "classification", "regression", "record"
})
@CapabilityDescription("""
        Adds the predictions of a model that AutoTrain has registered to the rows of a dataset, or to records: the prediction, its probability, and which
        model made it. Takes the champion of an ontology and target, or a version that is named. A model is loaded once and kept, rows are read in
        batches, whatever their number. A row that does not fit goes to rejected with the reason, while the others go on.""")
@UseCase(
        description = "Predict what comes in with the best model there is",
        keywords = {"champion", "predict"},
        configuration = """
                Set 'Mimir Store', and 'Ontology Id' to that of the training. 'Target' can stay empty while one column is predicted only. \
                A model that AutoTrain finds better is taken from the next flowfile on.""")
@UseCase(
        description = "Predict records without converting them to a dataset",
        keywords = {"record", "csv", "avro", "parquet"},
        configuration =
                "Set 'Record Reader' and 'Record Writer'. Fields are found by the names of the columns that the model was trained on.")
@UseCase(
        description = "Hold on to a model whatever is trained",
        keywords = {"version", "roll back"},
        configuration = "Set 'Model Version' to the number that AutoTrain's report gives for the model.")
@UseCase(
        description = "Tell why each row is predicted as it is",
        keywords = {"explain", "SHAP", "contributions"},
        configuration =
                "Set 'Contributions' to 'Strongest', and 'Strongest Contributions' to how many columns are named for each row.")
@InputRequirement(Requirement.INPUT_REQUIRED)
@SystemResourceConsideration(
        resource = SystemResource.DISK,
        description = "Rows of more than 8 MB wait in a temporary file until all are predicted")
@SystemResourceConsideration(
        resource = SystemResource.MEMORY,
        description =
                "A batch of up to 4,096 rows, and the model, for each concurrent task, in heap and in native memory")
@ReadsAttribute(attribute = MimirAttributes.ONTOLOGY, description = MimirAttributes.ONTOLOGY_DESC)
@WritesAttributes({
    @WritesAttribute(attribute = MimirAttributes.ONTOLOGY, description = MimirAttributes.ONTOLOGY_DESC),
    @WritesAttribute(attribute = MimirAttributes.MODEL_ID, description = MimirAttributes.MODEL_ID_DESC),
    @WritesAttribute(attribute = MimirAttributes.MODEL_VERSION, description = MimirAttributes.MODEL_VERSION_DESC),
    @WritesAttribute(attribute = MimirAttributes.MODEL_TARGET, description = MimirAttributes.MODEL_TARGET_DESC),
    @WritesAttribute(attribute = MimirAttributes.MODEL_TYPE, description = MimirAttributes.MODEL_TYPE_DESC),
    @WritesAttribute(attribute = MimirAttributes.MODEL_STATE, description = MimirAttributes.MODEL_STATE_DESC),
    @WritesAttribute(attribute = MimirAttributes.RECORD_COUNT, description = MimirAttributes.RECORD_COUNT_DESC),
    @WritesAttribute(attribute = MimirAttributes.COLUMN_COUNT, description = MimirAttributes.COLUMN_COUNT_DESC),
    @WritesAttribute(attribute = MimirAttributes.REJECTED_COUNT, description = MimirAttributes.REJECTED_COUNT_DESC),
    @WritesAttribute(attribute = MimirAttributes.ERROR, description = MimirAttributes.ERROR_DESC),
    @WritesAttribute(attribute = "mime.type", description = MimirAttributes.MIME_TYPE_DESC)
})
@SeeAlso({AutoTrain.class, ConvertToUnifiedDataset.class, UpdateModel.class})
public class ApplyModel extends AbstractProcessor implements VerifiableProcessor {

    static final PropertyDescriptor TARGET = new PropertyDescriptor.Builder()
            .name("Target")
            .description(
                    "The column to predict; may be empty where the ontology has the champion of one target only. Supports attributes.")
            .required(false)
            .addValidator(Validator.VALID)
            .expressionLanguageSupported(ExpressionLanguageScope.FLOWFILE_ATTRIBUTES)
            .build();

    static final PropertyDescriptor MODEL_VERSION = new PropertyDescriptor.Builder()
            .name("Model Version")
            .description(
                    "The version of the model, such as 3, champion or not; empty for the champion. A rejected one is not applied. Supports attributes.")
            .required(false)
            .addValidator(StandardValidators.POSITIVE_INTEGER_VALIDATOR)
            .expressionLanguageSupported(ExpressionLanguageScope.FLOWFILE_ATTRIBUTES)
            .build();

    static final PropertyDescriptor RECORD_READER = new PropertyDescriptor.Builder()
            .name("Record Reader")
            .description(
                    "The service that reads the content as records; empty where it is a dataset of ConvertToUnifiedDataset.")
            .required(false)
            .identifiesControllerService(RecordReaderFactory.class)
            .build();

    static final PropertyDescriptor RECORD_WRITER = new PropertyDescriptor.Builder()
            .name("Record Writer")
            .description("The service that writes the records with the predictions.")
            .required(true)
            .identifiesControllerService(RecordSetWriterFactory.class)
            .dependsOn(RECORD_READER)
            .build();

    static final Relationship SUCCESS = new Relationship.Builder()
            .name("success")
            .description("The rows with the predictions, in the encoding that they came in")
            .build();

    static final Relationship REJECTED = new Relationship.Builder()
            .name("rejected")
            .description("Rows that the model cannot take, one JSON line each, with place, reason and content")
            .autoTerminateDefault(true)
            .build();

    static final Relationship FAILURE = new Relationship.Builder()
            .name("failure")
            .description(
                    "Content that no model can be applied to, unchanged, with the reason in the attribute mimir.error")
            .build();

    static final String ROWS_PREDICTED_COUNTER = "Rows Predicted";

    private static final List<PropertyDescriptor> PROPERTIES = List.of(
            MimirProperties.MIMIR_STORE,
            MimirProperties.ONTOLOGY_ID,
            TARGET,
            MODEL_VERSION,
            PredictionOptions.CLASS_PROBABILITIES,
            PredictionOptions.CONTRIBUTIONS,
            PredictionOptions.STRONGEST_CONTRIBUTIONS,
            RECORD_READER,
            RECORD_WRITER);
    private static final Set<Relationship> RELATIONSHIPS = Set.of(SUCCESS, REJECTED, FAILURE);

    private volatile ScorerPool scorers = new ScorerPool();

    @Override
    protected List<PropertyDescriptor> getSupportedPropertyDescriptors() {
        return PROPERTIES;
    }

    @Override
    public Set<Relationship> getRelationships() {
        return RELATIONSHIPS;
    }

    @OnScheduled
    public void openScorers() {
        scorers = new ScorerPool();
    }

    @OnStopped
    public void closeScorers() {
        scorers.close();
    }

    @Override
    public List<ConfigVerificationResult> verify(
            final ProcessContext context, final ComponentLog verificationLogger, final Map<String, String> attributes) {
        final TrainingRepository models = MimirProperties.store(context).training();
        final ModelChoice choice = choice(context, attributes);
        return new Verification(verificationLogger)
                .step("Find Model", () -> {
                    final ModelEntry entry = choice.find(models).getFirst();
                    return Finding.successful("The %s, trained on %,d rows. %s"
                            .formatted(entry.describe(), entry.provenance().rowCount(), entry.reason()));
                })
                .step("Load Model", () -> {
                    final String id = choice.find(models).getFirst().id();
                    try (ModelScorer scorer =
                            ModelScorer.load(models.findModel(id).orElseThrow())) {
                        final String columns = scorer.requiredColumns().entrySet().stream()
                                .map(column -> "%s (%s)"
                                        .formatted(
                                                column.getKey(),
                                                column.getValue().wireName()))
                                .collect(Collectors.joining(", "));
                        return Finding.successful("It needs the columns " + columns);
                    }
                })
                .results();
    }

    @Override
    public void onTrigger(final ProcessContext context, final ProcessSession session) {
        final FlowFile flowFile = session.get();
        if (flowFile == null) {
            return;
        }
        final RejectedRowsFlowFile rejections = new RejectedRowsFlowFile(session, flowFile);
        try {
            final TrainingRepository models = MimirProperties.store(context).training();
            final List<ModelEntry> entries =
                    choice(context, flowFile.getAttributes()).find(models);
            final LoadedModel model = scorers.takeFirst(entries, models, getLogger());
            try {
                apply(context, session, flowFile, model, rejections);
            } finally {
                scorers.giveBack(model);
            }
        } catch (final UnfitContentException | DatasetFormatException | ModelFormatException e) {
            rejections.discard();
            getLogger().error("No model is applied to {}", flowFile, e);
            session.transfer(session.putAttribute(flowFile, MimirAttributes.ERROR, e.getMessage()), FAILURE);
        } catch (final CancellationException e) {
            getLogger().info("Prediction of {} ends because the processor stops; it begins again", flowFile);
            session.rollback();
        } catch (final IOException e) {
            throw new ProcessException("Prediction of %s was interrupted".formatted(flowFile), e);
        }
    }

    private void apply(
            final ProcessContext context,
            final ProcessSession session,
            final FlowFile flowFile,
            final LoadedModel model,
            final RejectedRowsFlowFile rejections)
            throws IOException {
        final long started = System.nanoTime();
        try (Spool spool = new Spool()) {
            final ModelApplication application = predict(context, session, flowFile, model, rejections, spool);
            rejections.finish();
            FlowFile predicted = session.write(flowFile, application::writeTo);
            predicted = session.putAllAttributes(predicted, attributes(model, application, rejections));
            session.getProvenanceReporter()
                    .modifyContent(
                            predicted,
                            "Applied %s, model %s: %,d rows, %,d rejected"
                                    .formatted(
                                            model.entry().describe(),
                                            model.entry().id(),
                                            application.rows(),
                                            rejections.count()),
                            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
            session.transfer(predicted, SUCCESS);
            session.adjustCounter(ROWS_PREDICTED_COUNTER, application.rows(), false);
            rejections.transfer(REJECTED, Map.of(), getLogger());
        }
    }

    private ModelApplication predict(
            final ProcessContext context,
            final ProcessSession session,
            final FlowFile flowFile,
            final LoadedModel model,
            final RejectedRowsFlowFile rejections,
            final Spool spool)
            throws IOException {
        final PredictionOptions options = PredictionOptions.of(context);
        if (!context.getProperty(RECORD_READER).isSet()) {
            try (InputStream input = session.read(flowFile);
                    DatasetReader reader = DatasetReaders.open(input)) {
                final DatasetApplication application = new DatasetApplication(reader, model, options, spool);
                application.predict(rejections, this::isScheduled);
                return application;
            }
        }
        final RecordReaderFactory readers =
                context.getProperty(RECORD_READER).asControllerService(RecordReaderFactory.class);
        final RecordSetWriterFactory writers =
                context.getProperty(RECORD_WRITER).asControllerService(RecordSetWriterFactory.class);
        try (InputStream input = session.read(flowFile);
                RecordReader reader = readers.createRecordReader(flowFile, input, getLogger())) {
            final RecordApplication application = new RecordApplication(reader, model, options, spool);
            application.predict(writers, flowFile.getAttributes(), getLogger(), rejections, this::isScheduled);
            return application;
        } catch (final MalformedRecordException | SchemaNotFoundException e) {
            throw new UnfitContentException("The record reader cannot read the content: " + e.getMessage(), e);
        }
    }

    private static Map<String, String> attributes(
            final LoadedModel model, final ModelApplication application, final RejectedRowsFlowFile rejections) {
        final Map<String, String> attributes = new HashMap<>(application.attributes());
        attributes.putAll(ModelFlowFile.attributes(model.entry()));
        attributes.put(MimirAttributes.RECORD_COUNT, String.valueOf(application.rows()));
        attributes.put(MimirAttributes.REJECTED_COUNT, String.valueOf(rejections.count()));
        return attributes;
    }

    private static ModelChoice choice(final ProcessContext context, final Map<String, String> attributes) {
        return new ModelChoice(
                MimirProperties.ontology(context, attributes),
                MimirProperties.evaluate(context, TARGET, attributes),
                MimirProperties.evaluate(context, MODEL_VERSION, attributes));
    }
}
