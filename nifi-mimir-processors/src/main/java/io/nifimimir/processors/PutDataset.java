/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.dataset.DatasetFormatException;
import io.nifimimir.ingest.IngestException;
import io.nifimimir.services.MimirStore;
import io.nifimimir.source.DatasetName;
import io.nifimimir.source.DatasetShelf;
import io.nifimimir.source.StoredDataset;
import io.nifimimir.store.AuditOrigin;
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
import org.apache.nifi.components.ConfigVerificationResult;
import org.apache.nifi.components.ConfigVerificationResult.Outcome;
import org.apache.nifi.components.PropertyDescriptor;
import org.apache.nifi.expression.ExpressionLanguageScope;
import org.apache.nifi.flowfile.FlowFile;
import org.apache.nifi.flowfile.attributes.CoreAttributes;
import org.apache.nifi.logging.ComponentLog;
import org.apache.nifi.processor.AbstractProcessor;
import org.apache.nifi.processor.ProcessContext;
import org.apache.nifi.processor.ProcessSession;
import org.apache.nifi.processor.Relationship;
import org.apache.nifi.processor.VerifiableProcessor;
import org.apache.nifi.processor.exception.ProcessException;
import org.apache.nifi.processor.util.StandardValidators;
import org.apache.nifi.serialization.RecordReaderFactory;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

@Tags({"mimir", "dataset", "put", "store", "pipeline", "storage", "collection", "version"})
@CapabilityDescription("""
        Keeps a dataset in the store under a name, as the newest of its versions, so that a request for training can name it: the output of a pipeline, or
        a collection of a storage. A version is seen when all of it is stored. The same flowfile once more, as after a power cut, goes on where it was, and
        makes no second version.""")
@UseCase(
        description = "Keep what a scheduled pipeline brings",
        keywords = {"pipeline", "schedule", "output"},
        configuration =
                "Let TriggerPipeline begin the flow and ConvertToUnifiedDataset end it, then this processor. 'Pipeline Id' takes the id that "
                        + "TriggerPipeline has written; set 'Output Key' to what requests call the output.")
@UseCase(
        description = "Keep records of any format",
        keywords = {"record", "avro", "parquet"},
        configuration = "Set 'Record Reader' to the service that reads the content; the types are those of its schema.")
@InputRequirement(Requirement.INPUT_REQUIRED)
@SystemResourceConsideration(
        resource = SystemResource.DISK,
        description = "The store grows by the compressed size of each version that is kept")
@ReadsAttribute(attribute = MimirAttributes.PIPELINE_ID, description = MimirAttributes.PIPELINE_ID_DESC)
@WritesAttributes({
    @WritesAttribute(attribute = MimirAttributes.DATASET_NAME, description = MimirAttributes.DATASET_NAME_DESC),
    @WritesAttribute(attribute = MimirAttributes.DATASET_VERSION, description = MimirAttributes.DATASET_VERSION_DESC),
    @WritesAttribute(attribute = MimirAttributes.RECORD_COUNT, description = MimirAttributes.RECORD_COUNT_DESC),
    @WritesAttribute(attribute = MimirAttributes.COLUMN_COUNT, description = MimirAttributes.COLUMN_COUNT_DESC),
    @WritesAttribute(attribute = MimirAttributes.ERROR, description = MimirAttributes.ERROR_DESC)
})
@SeeAlso({FetchDataSource.class, ConvertToUnifiedDataset.class, TriggerPipeline.class})
public class PutDataset extends AbstractProcessor implements VerifiableProcessor {

    static final PropertyDescriptor DATASET_ORIGIN = new PropertyDescriptor.Builder()
            .name("Dataset Origin")
            .description("What the dataset is to those who ask for it.")
            .required(true)
            .defaultValue(DatasetOrigin.PIPELINE)
            .allowableValues(DatasetOrigin.class)
            .build();

    static final PropertyDescriptor PIPELINE_ID = name(
                    "Pipeline Id", "The pipeline whose output it is. Supports attributes.")
            .defaultValue("${mimir.pipeline.id}")
            .dependsOn(DATASET_ORIGIN, DatasetOrigin.PIPELINE)
            .build();

    static final PropertyDescriptor OUTPUT_KEY = name(
                    "Output Key", "Which of the pipeline's outputs it is. Supports attributes.")
            .dependsOn(DATASET_ORIGIN, DatasetOrigin.PIPELINE)
            .build();

    static final PropertyDescriptor STORAGE_ID = name(
                    "Storage Id", "The storage that the collection belongs to. Supports attributes.")
            .dependsOn(DATASET_ORIGIN, DatasetOrigin.STORAGE)
            .build();

    static final PropertyDescriptor COLLECTION = name("Collection", "The name of the collection. Supports attributes.")
            .dependsOn(DATASET_ORIGIN, DatasetOrigin.STORAGE)
            .build();

    static final PropertyDescriptor RECORD_READER = new PropertyDescriptor.Builder()
            .name("Record Reader")
            .description("The service that reads the content where it is no dataset yet; empty for a dataset.")
            .required(false)
            .identifiesControllerService(RecordReaderFactory.class)
            .build();

    static final PropertyDescriptor VERSIONS_TO_KEEP = new PropertyDescriptor.Builder()
            .name("Versions to Keep")
            .description("The newest versions of a name that are kept.")
            .required(true)
            .defaultValue("3")
            .addValidator(StandardValidators.createLongValidator(1, 1_000, true))
            .build();

    static final Relationship SUCCESS = new Relationship.Builder()
            .name("success")
            .description("The content unchanged, once it is stored")
            .autoTerminateDefault(true)
            .build();

    static final Relationship FAILURE = new Relationship.Builder()
            .name("failure")
            .description("Content that is no whole dataset, unchanged, with the reason in the attribute mimir.error")
            .build();

    static final String DATASETS_COUNTER = "Datasets Stored";

    private static final List<PropertyDescriptor> PROPERTIES = List.of(
            MimirProperties.MIMIR_STORE,
            DATASET_ORIGIN,
            PIPELINE_ID,
            OUTPUT_KEY,
            STORAGE_ID,
            COLLECTION,
            RECORD_READER,
            VERSIONS_TO_KEEP);

    private static final Set<Relationship> RELATIONSHIPS = Set.of(SUCCESS, FAILURE);

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
        final ConfigVerificationResult.Builder result =
                new ConfigVerificationResult.Builder().verificationStepName("Name Dataset");
        try {
            result.outcome(Outcome.SUCCESSFUL)
                    .explanation("Datasets are kept as [%s]".formatted(name(context, attributes)));
        } catch (final IllegalArgumentException e) {
            result.outcome(Outcome.FAILED).explanation("For these attributes: " + e.getMessage());
        }
        return List.of(result.build());
    }

    @Override
    public void onTrigger(final ProcessContext context, final ProcessSession session) {
        storeWait.attemptNext(context, session, getLogger(), flowFile -> put(context, session, flowFile));
    }

    private void put(final ProcessContext context, final ProcessSession session, final FlowFile flowFile) {
        final long started = System.nanoTime();
        try {
            final DatasetName name = name(context, flowFile.getAttributes());
            final StoredDataset stored = store(context, session, flowFile, name);
            final Map<String, String> attributes = new HashMap<>();
            attributes.put(MimirAttributes.DATASET_NAME, name.toString());
            attributes.put(MimirAttributes.DATASET_VERSION, String.valueOf(stored.version()));
            attributes.put(MimirAttributes.RECORD_COUNT, String.valueOf(stored.rows()));
            attributes.put(MimirAttributes.COLUMN_COUNT, String.valueOf(stored.columns()));
            final FlowFile kept = session.putAllAttributes(flowFile, attributes);
            session.getProvenanceReporter()
                    .send(
                            kept,
                            "mimir:dataset/" + URLEncoder.encode(name.toString(), StandardCharsets.UTF_8),
                            "Version %d, %d rows".formatted(stored.version(), stored.rows()),
                            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
            session.adjustCounter(DATASETS_COUNTER, 1, false);
            session.transfer(kept, SUCCESS);
        } catch (final DatasetFormatException | IngestException | IllegalArgumentException e) {
            getLogger().error("{} cannot be kept", flowFile, e);
            session.transfer(session.putAttribute(flowFile, MimirAttributes.ERROR, e.getMessage()), FAILURE);
        } catch (final CancellationException e) {
            getLogger().info("{} is kept on with the next start of the processor: {}", flowFile, e.getMessage());
            session.rollback();
        } catch (final IOException e) {
            throw new ProcessException("Dataset %s cannot be read".formatted(flowFile), e);
        }
    }

    private StoredDataset store(
            final ProcessContext context, final ProcessSession session, final FlowFile flowFile, final DatasetName name)
            throws IOException {
        final MimirStore store = MimirProperties.store(context);
        store.requireRoom();
        final RecordReaderFactory reader =
                context.getProperty(RECORD_READER).asControllerService(RecordReaderFactory.class);
        if (reader == null) {
            return store(context, store, session, flowFile, flowFile, name);
        }
        final RecordTable records = new RecordTable(reader, session, flowFile, getLogger());
        final FlowFile dataset = RecordConversion.convert(records, session, flowFile);
        try {
            return store(context, store, session, flowFile, dataset, name);
        } finally {
            session.remove(dataset);
        }
    }

    private StoredDataset store(
            final ProcessContext context,
            final MimirStore store,
            final ProcessSession session,
            final FlowFile flowFile,
            final FlowFile dataset,
            final DatasetName name)
            throws IOException {
        final String uuid = flowFile.getAttribute(CoreAttributes.UUID.key());
        final AuditOrigin origin = ProcessorOrigin.of(PutDataset.class, this, flowFile);
        final DatasetShelf shelf = new DatasetShelf(store.datasets(), clock, this::isScheduled);
        final int versionsToKeep = context.getProperty(VERSIONS_TO_KEEP).asInteger();
        return origin.call(() -> shelf.put(name, uuid, () -> session.read(dataset), versionsToKeep));
    }

    private static DatasetName name(final ProcessContext context, final Map<String, String> attributes) {
        final DatasetOrigin origin = context.getProperty(DATASET_ORIGIN).asAllowableValue(DatasetOrigin.class);
        return switch (origin) {
            case PIPELINE ->
                new DatasetName(
                        origin.origin(), text(context, PIPELINE_ID, attributes), text(context, OUTPUT_KEY, attributes));
            case STORAGE ->
                new DatasetName(
                        origin.origin(), text(context, STORAGE_ID, attributes), text(context, COLLECTION, attributes));
        };
    }

    private static String text(
            final ProcessContext context, final PropertyDescriptor property, final Map<String, String> attributes) {
        return context.getProperty(property)
                .evaluateAttributeExpressions(attributes)
                .getValue();
    }

    private static PropertyDescriptor.Builder name(final String name, final String description) {
        return new PropertyDescriptor.Builder()
                .name(name)
                .description(description)
                .required(true)
                .addValidator(StandardValidators.ATTRIBUTE_EXPRESSION_LANGUAGE_VALIDATOR)
                .expressionLanguageSupported(ExpressionLanguageScope.FLOWFILE_ATTRIBUTES);
    }
}
