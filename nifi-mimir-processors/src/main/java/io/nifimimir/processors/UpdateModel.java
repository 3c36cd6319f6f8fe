/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.services.MimirStore;
import io.nifimimir.store.AuditOrigin;
import io.nifimimir.training.TrainingRepository;
import io.nifimimir.training.TrainingRepository.Deletion;
import io.nifimimir.training.model.ModelEntry;
import org.apache.nifi.annotation.behavior.InputRequirement;
import org.apache.nifi.annotation.behavior.InputRequirement.Requirement;
import org.apache.nifi.annotation.behavior.ReadsAttribute;
import org.apache.nifi.annotation.behavior.WritesAttribute;
import org.apache.nifi.annotation.behavior.WritesAttributes;
import org.apache.nifi.annotation.documentation.CapabilityDescription;
import org.apache.nifi.annotation.documentation.SeeAlso;
import org.apache.nifi.annotation.documentation.Tags;
import org.apache.nifi.components.PropertyDescriptor;
import org.apache.nifi.components.Validator;
import org.apache.nifi.expression.ExpressionLanguageScope;
import org.apache.nifi.flowfile.FlowFile;
import org.apache.nifi.processor.AbstractProcessor;
import org.apache.nifi.processor.ProcessContext;
import org.apache.nifi.processor.ProcessSession;
import org.apache.nifi.processor.Relationship;
import org.apache.nifi.processor.util.StandardValidators;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

@Tags({"mimir", "machine learning", "model", "registry", "roll back", "promote", "retire", "delete", "champion"})
@CapabilityDescription("""
        Rolls a model back, promotes a version, retires the champion or deletes a version, for each flowfile that comes: what a person decides of
        the models that AutoTrain has registered. ApplyModel takes the model that is the champion then with its next flowfile. Each change stands in
        the audit with the flowfile that brought it about; a flowfile that comes again after a crash changes nothing more.""")
@InputRequirement(Requirement.INPUT_REQUIRED)
@ReadsAttribute(attribute = MimirAttributes.ONTOLOGY, description = MimirAttributes.ONTOLOGY_DESC)
@WritesAttributes({
    @WritesAttribute(attribute = MimirAttributes.ONTOLOGY, description = MimirAttributes.ONTOLOGY_DESC),
    @WritesAttribute(attribute = MimirAttributes.MODEL_ID, description = MimirAttributes.MODEL_ID_DESC),
    @WritesAttribute(attribute = MimirAttributes.MODEL_VERSION, description = MimirAttributes.MODEL_VERSION_DESC),
    @WritesAttribute(attribute = MimirAttributes.MODEL_TARGET, description = MimirAttributes.MODEL_TARGET_DESC),
    @WritesAttribute(attribute = MimirAttributes.MODEL_TYPE, description = MimirAttributes.MODEL_TYPE_DESC),
    @WritesAttribute(attribute = MimirAttributes.MODEL_STATE, description = MimirAttributes.MODEL_STATE_DESC),
    @WritesAttribute(attribute = MimirAttributes.ERROR, description = MimirAttributes.ERROR_DESC)
})
@SeeAlso({AutoTrain.class, ApplyModel.class, FetchModel.class, PutModel.class})
public class UpdateModel extends AbstractProcessor {

    static final PropertyDescriptor TARGET = new PropertyDescriptor.Builder()
            .name("Target")
            .description("The column whose models are changed. Supports attributes.")
            .required(true)
            .defaultValue("${mimir.model.target}")
            .addValidator(Validator.VALID)
            .expressionLanguageSupported(ExpressionLanguageScope.FLOWFILE_ATTRIBUTES)
            .build();

    static final PropertyDescriptor ACTION = new PropertyDescriptor.Builder()
            .name("Action")
            .description("What is done.")
            .required(true)
            .defaultValue(ModelAction.ROLL_BACK)
            .allowableValues(ModelAction.class)
            .build();

    static final PropertyDescriptor MODEL_VERSION = new PropertyDescriptor.Builder()
            .name("Model Version")
            .description("The version of the model, such as 3. Supports attributes.")
            .required(true)
            .addValidator(StandardValidators.POSITIVE_INTEGER_VALIDATOR)
            .expressionLanguageSupported(ExpressionLanguageScope.FLOWFILE_ATTRIBUTES)
            .dependsOn(ACTION, ModelAction.PROMOTE, ModelAction.DELETE)
            .build();

    static final Relationship SUCCESS = new Relationship.Builder()
            .name("success")
            .description("The flowfile, unchanged, with the model that was changed as attributes")
            .build();

    static final Relationship FAILURE = new Relationship.Builder()
            .name("failure")
            .description("The flowfile where nothing could be changed, with the reason in the attribute mimir.error")
            .build();

    private static final List<PropertyDescriptor> PROPERTIES =
            List.of(MimirProperties.MIMIR_STORE, MimirProperties.ONTOLOGY_ID, TARGET, ACTION, MODEL_VERSION);
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
    public void onTrigger(final ProcessContext context, final ProcessSession session) {
        storeWait.attemptNext(context, session, getLogger(), flowFile -> update(context, session, flowFile));
    }

    private void update(final ProcessContext context, final ProcessSession session, final FlowFile flowFile) {
        final AuditOrigin origin = ProcessorOrigin.of(UpdateModel.class, this, flowFile);
        final ModelAction action = context.getProperty(ACTION).asAllowableValue(ModelAction.class);
        try {
            final Optional<ModelEntry> changed = origin.run(() -> change(context, flowFile, action));
            FlowFile told = flowFile;
            if (changed.isPresent()) {
                told = session.putAllAttributes(flowFile, ModelFlowFile.attributes(changed.get()));
                session.getProvenanceReporter()
                        .modifyAttributes(
                                told,
                                "%s: %s. %s"
                                        .formatted(
                                                action.getDisplayName(),
                                                changed.get().describe(),
                                                changed.get().reason()));
            }
            session.transfer(told, SUCCESS);
        } catch (final IllegalArgumentException e) {
            getLogger().error("{} changes no model", flowFile, e);
            session.transfer(session.putAttribute(flowFile, MimirAttributes.ERROR, e.getMessage()), FAILURE);
        }
    }

    /** Empty where it was done before. */
    private Optional<ModelEntry> change(
            final ProcessContext context, final FlowFile flowFile, final ModelAction action) {
        final MimirStore store = MimirProperties.store(context);
        final TrainingRepository models = store.training();
        final String ontology = MimirProperties.ontology(context, flowFile.getAttributes());
        final String target = MimirProperties.evaluate(context, TARGET, flowFile.getAttributes());
        final Instant now = clock.instant();
        return switch (action) {
            case ROLL_BACK -> Optional.of(models.rollBack(ontology, target, now));
            case PROMOTE -> Optional.of(models.promote(ontology, target, version(context, flowFile), now));
            case RETIRE -> models.retire(ontology, target, now);
            case DELETE ->
                models.delete(ontology, target, version(context, flowFile), now)
                        .map(deletion -> told(deletion, flowFile));
        };
    }

    /** Whoever deletes a champion should know who answers now. */
    private ModelEntry told(final Deletion deletion, final FlowFile flowFile) {
        if (deletion.champion().isEmpty()) {
            getLogger().warn("{}: the {}", flowFile, deletion.describe());
        } else {
            getLogger().info("{}: the {}", flowFile, deletion.describe());
        }
        return deletion.model();
    }

    private static int version(final ProcessContext context, final FlowFile flowFile) {
        final String version = MimirProperties.evaluate(context, MODEL_VERSION, flowFile.getAttributes());
        try {
            return Integer.parseInt(version);
        } catch (final NumberFormatException e) {
            throw new IllegalArgumentException(
                    "'Model Version' is [%s] for this flowfile: expected a number such as 3".formatted(version), e);
        }
    }
}
