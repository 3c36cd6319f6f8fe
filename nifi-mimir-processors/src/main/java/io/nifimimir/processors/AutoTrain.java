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
import io.nifimimir.processors.Verification.Finding;
import io.nifimimir.services.MimirStore;
import io.nifimimir.store.AuditOrigin;
import io.nifimimir.training.AutoTrainer;
import io.nifimimir.training.TrainingHeap;
import io.nifimimir.training.TrainingOutcome;
import io.nifimimir.training.TrainingRepository.TrainingRun;
import io.nifimimir.training.TrainingRequest;
import io.nifimimir.training.model.ModelArtifact;
import io.nifimimir.training.table.RowLimit;
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
import org.apache.nifi.components.PropertyDescriptor;
import org.apache.nifi.flowfile.FlowFile;
import org.apache.nifi.logging.ComponentLog;
import org.apache.nifi.migration.RelationshipConfiguration;
import org.apache.nifi.processor.AbstractProcessor;
import org.apache.nifi.processor.ProcessContext;
import org.apache.nifi.processor.ProcessSession;
import org.apache.nifi.processor.Relationship;
import org.apache.nifi.processor.VerifiableProcessor;
import org.apache.nifi.processor.exception.ProcessException;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
                "A dataset is held in compact columns while it is trained, up to 'Maximum Table Size'; training takes up to 144 MB of heap and some 300 MB outside of it besides")
@SystemResourceConsideration(
        resource = SystemResource.CPU,
        description =
                "Training keeps 'Training Threads' cores busy for each concurrent task, at most for about 'Training Time Budget'")
@ReadsAttributes({
    @ReadsAttribute(attribute = "filename", description = "Names the ontology where no property or attribute does"),
    @ReadsAttribute(attribute = MimirAttributes.ONTOLOGY, description = MimirAttributes.ONTOLOGY_DESC),
    @ReadsAttribute(
            attribute = ConversionProperties.ATTRIBUTE_PREFIX + "*",
            description =
                    "Options of a training whose properties are empty or as they come, by the name of the property in lower case with dots: mimir.option.maximum.models")
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

    static final Relationship SUCCESS = new Relationship.Builder()
            .name("success")
            .description("The training report, as JSON, where a model beats the naive prediction")
            .build();

    static final Relationship NO_SIGNAL = new Relationship.Builder()
            .name("no-signal")
            .description(
                    "The training report, as JSON, where no model beats the naive prediction or nothing is there to predict. It says why; a monitoring job may have been set up all the same")
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

    private static final Set<Relationship> RELATIONSHIPS = Set.of(SUCCESS, NO_SIGNAL, MODELS, PAGE, FAILURE);

    private final Clock clock = Clock.systemUTC();

    private final StoreWait storeWait = new StoreWait();

    @Override
    protected List<PropertyDescriptor> getSupportedPropertyDescriptors() {
        return TrainingProperties.ALL;
    }

    @Override
    public Set<Relationship> getRelationships() {
        return RELATIONSHIPS;
    }

    /** A flow from before reports without a signal had a way of their own goes on as it did. */
    @Override
    public void migrateRelationships(final RelationshipConfiguration config) {
        if (config.hasRelationship(SUCCESS.getName()) && !config.hasRelationship(NO_SIGNAL.getName())) {
            config.splitRelationship(SUCCESS.getName(), SUCCESS.getName(), NO_SIGNAL.getName());
        }
    }

    @Override
    public List<ConfigVerificationResult> verify(
            final ProcessContext context, final ComponentLog verificationLogger, final Map<String, String> attributes) {
        return new Verification(verificationLogger)
                .step("Name Ontology", () -> {
                    final String ontology = MimirProperties.ontology(context, attributes);
                    return ontology.isEmpty()
                            ? Finding.failed("'Ontology Id' is empty for these attributes: expected a name")
                            : Finding.successful("Models and jobs are kept under [%s]".formatted(ontology));
                })
                .results();
    }

    @Override
    public void onTrigger(final ProcessContext context, final ProcessSession session) {
        storeWait.attemptNext(context, session, getLogger(), flowFile -> train(context, session, flowFile));
    }

    private void train(final ProcessContext context, final ProcessSession session, final FlowFile flowFile) {
        final String ontology = MimirProperties.ontology(context, flowFile.getAttributes());
        if (ontology.isEmpty()) {
            final String message = "'Ontology Id' is empty for this flowfile: expected a name";
            fail(session, flowFile, message, new IllegalArgumentException(message));
            return;
        }
        final TrainingProperties settings = new TrainingProperties(context, flowFile.getAttributes());
        final MimirStore store = MimirProperties.store(context);
        final long started = System.nanoTime();
        try {
            final Optional<TrainingHeap.Reservation> heap = reserve(settings, session, flowFile);
            if (heap.isEmpty()) {
                getLogger().debug("{} waits until there is memory for it: other trainings are under way", flowFile);
                session.rollback();
                context.yield();
                return;
            }
            try (TrainingHeap.Reservation reservation = heap.get()) {
                final TrainingTable table =
                        load(settings.rowLimit().within(reservation.tableBytes()), session, flowFile);
                final FinishedTraining training = trainOnce(settings, store, flowFile, ontology, table);
                training.handOut(
                        context, session, flowFile, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
            }
        } catch (final DatasetFormatException | TrainingLimitException | InvalidOptionException e) {
            fail(session, flowFile, e.getMessage(), e);
        } catch (final CancellationException e) {
            getLogger()
                    .info(
                            "Training of {} ends because the processor stops; it goes on where it was with the next start",
                            flowFile);
            session.rollback();
        } catch (final IOException e) {
            throw new ProcessException("Dataset %s cannot be read".formatted(flowFile), e);
        } finally {
            // Hours may pass until the next training
            NativeHeap.trim(getLogger());
        }
    }

    /** Empty where other trainings have to end first. */
    private static Optional<TrainingHeap.Reservation> reserve(
            final TrainingProperties settings, final ProcessSession session, final FlowFile flowFile)
            throws IOException {
        try (InputStream input = session.read(flowFile);
                DatasetReader reader = DatasetReaders.open(input)) {
            return TrainingHeap.SHARED.reserve(
                    reader.header(), settings.rowLimit().bytes());
        }
    }

    private TrainingTable load(final RowLimit limit, final ProcessSession session, final FlowFile flowFile)
            throws IOException {
        try (InputStream input = session.read(flowFile);
                DatasetReader reader = DatasetReaders.open(input)) {
            return TrainingTable.load(reader, limit, this::isScheduled);
        }
    }

    private FinishedTraining trainOnce(
            final TrainingProperties settings,
            final MimirStore store,
            final FlowFile flowFile,
            final String ontology,
            final TrainingTable table)
            throws IOException, InvalidOptionException {
        final TrainingRequest request = settings.request(table, ontology);
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
        final boolean monitoring = settings.monitoring();
        return origin(flowFile)
                .run(() -> store.inTransaction(() -> {
                    final TrainingRecorder.Recorded recorded = new TrainingRecorder(
                                    store, settings.modelsToKeep(), settings.alertBudget(), clock)
                            .record(outcome, table, monitoring);
                    store.candidateCheckpoints().clear(request.trainingKey());
                    return new FinishedTraining(recorded.run(), recorded.models(), recorded.jobs(), false);
                }));
    }

    private AuditOrigin origin(final FlowFile flowFile) {
        return ProcessorOrigin.of(AutoTrain.class, this, flowFile);
    }

    private static FinishedTraining restore(final MimirStore store, final TrainingRun run)
            throws JsonProcessingException {
        final JsonNode report = Json.MAPPER.readTree(run.reportJson());
        final Set<String> ids = new HashSet<>();
        report.path("trained_models")
                .forEach(model -> ids.add(model.path("model_id").asText()));
        final List<ModelArtifact> models = store.training().models(run.ontologyId()).stream()
                .filter(model -> ids.contains(model.id()))
                .toList();
        return new FinishedTraining(
                run, models, report.path("monitoring_jobs_created").asInt(), true);
    }

    private void fail(final ProcessSession session, final FlowFile flowFile, final String message, final Exception e) {
        getLogger().error("{} cannot be trained", flowFile, e);
        session.transfer(session.putAttribute(flowFile, MimirAttributes.ERROR, message), FAILURE);
    }
}
