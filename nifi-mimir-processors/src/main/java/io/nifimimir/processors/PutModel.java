/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.dataset.Sha256;
import io.nifimimir.services.MimirStore;
import io.nifimimir.store.AuditOrigin;
import io.nifimimir.training.ModelFormatException;
import io.nifimimir.training.model.ModelArtifact;
import io.nifimimir.training.model.ModelCandidate;
import io.nifimimir.training.model.ModelEntry;
import io.nifimimir.training.model.ModelExport;
import org.apache.nifi.annotation.behavior.InputRequirement;
import org.apache.nifi.annotation.behavior.InputRequirement.Requirement;
import org.apache.nifi.annotation.behavior.ReadsAttribute;
import org.apache.nifi.annotation.behavior.WritesAttribute;
import org.apache.nifi.annotation.behavior.WritesAttributes;
import org.apache.nifi.annotation.documentation.CapabilityDescription;
import org.apache.nifi.annotation.documentation.SeeAlso;
import org.apache.nifi.annotation.documentation.Tags;
import org.apache.nifi.components.PropertyDescriptor;
import org.apache.nifi.flowfile.FlowFile;
import org.apache.nifi.processor.AbstractProcessor;
import org.apache.nifi.processor.ProcessContext;
import org.apache.nifi.processor.ProcessSession;
import org.apache.nifi.processor.Relationship;
import org.apache.nifi.processor.exception.ProcessException;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Set;

@Tags({"mimir", "machine learning", "model", "import", "restore", "registry", "put"})
@CapabilityDescription("""
        Registers a model that FetchModel has exported, or AutoTrain has handed out, under the ontology and target that it was trained for. Its
        checksums are verified before; the same model is registered once, however often it comes. It is the champion where its target has none, and
        else a challenger, unless 'Make Champion' says otherwise.""")
@InputRequirement(Requirement.INPUT_REQUIRED)
@ReadsAttribute(
        attribute = MimirAttributes.MODEL_SHA256,
        description = "Where it is there, the content must have this checksum")
@WritesAttributes({
    @WritesAttribute(attribute = MimirAttributes.ONTOLOGY, description = MimirAttributes.ONTOLOGY_DESC),
    @WritesAttribute(attribute = MimirAttributes.MODEL_ID, description = MimirAttributes.MODEL_ID_DESC),
    @WritesAttribute(attribute = MimirAttributes.MODEL_VERSION, description = MimirAttributes.MODEL_VERSION_DESC),
    @WritesAttribute(attribute = MimirAttributes.MODEL_TARGET, description = MimirAttributes.MODEL_TARGET_DESC),
    @WritesAttribute(attribute = MimirAttributes.MODEL_TYPE, description = MimirAttributes.MODEL_TYPE_DESC),
    @WritesAttribute(attribute = MimirAttributes.MODEL_STATE, description = MimirAttributes.MODEL_STATE_DESC),
    @WritesAttribute(attribute = MimirAttributes.ERROR, description = MimirAttributes.ERROR_DESC)
})
@SeeAlso({FetchModel.class, UpdateModel.class, ApplyModel.class})
public class PutModel extends AbstractProcessor {

    static final PropertyDescriptor MAKE_CHAMPION = new PropertyDescriptor.Builder()
            .name("Make Champion")
            .description("Whether the model becomes the champion of its target, in place of the one that may be there.")
            .required(true)
            .defaultValue("false")
            .allowableValues("true", "false")
            .build();

    static final Relationship SUCCESS = new Relationship.Builder()
            .name("success")
            .description("The flowfile, unchanged, once its model is registered")
            .build();

    static final Relationship FAILURE = new Relationship.Builder()
            .name("failure")
            .description(
                    "Content that is no model, or damaged, unchanged, with the reason in the attribute mimir.error")
            .build();

    /** Nothing is let go of because a model comes from elsewhere; the next training sees to that. */
    private static final int KEEP_ALL = Integer.MAX_VALUE;

    private static final List<PropertyDescriptor> PROPERTIES = List.of(MimirProperties.MIMIR_STORE, MAKE_CHAMPION);
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
        storeWait.attemptNext(context, session, getLogger(), flowFile -> register(context, session, flowFile));
    }

    private void register(final ProcessContext context, final ProcessSession session, final FlowFile flowFile) {
        final boolean makeChampion = context.getProperty(MAKE_CHAMPION).asBoolean();
        try {
            final ModelCandidate candidate = read(session, flowFile);
            final ModelEntry entry = register(MimirProperties.store(context), flowFile, candidate, makeChampion);
            final FlowFile told = session.putAllAttributes(flowFile, ModelFlowFile.attributes(entry));
            session.getProvenanceReporter()
                    .modifyAttributes(told, "Registered %s. %s".formatted(entry.describe(), entry.reason()));
            session.transfer(told, SUCCESS);
        } catch (final ModelFormatException e) {
            getLogger().error("{} is not registered", flowFile, e);
            session.transfer(session.putAttribute(flowFile, MimirAttributes.ERROR, e.getMessage()), FAILURE);
        } catch (final IOException e) {
            throw new ProcessException("Model %s cannot be read".formatted(flowFile), e);
        }
    }

    private ModelCandidate read(final ProcessSession session, final FlowFile flowFile) throws IOException {
        final byte[] content;
        try (InputStream input = session.read(flowFile)) {
            content = input.readAllBytes();
        }
        final String expected = flowFile.getAttribute(MimirAttributes.MODEL_SHA256);
        final String found = Sha256.hex(content);
        if (expected != null && !expected.equalsIgnoreCase(found)) {
            throw new ModelFormatException("The content is damaged (integrity): its checksum is %s, %s says %s"
                    .formatted(found, MimirAttributes.MODEL_SHA256, expected));
        }
        return ModelExport.read(content, clock.instant());
    }

    private ModelEntry register(
            final MimirStore store, final FlowFile flowFile, final ModelCandidate candidate, final boolean makeChampion)
            throws ModelFormatException {
        final ModelArtifact model = candidate.artifact();
        final AuditOrigin origin = ProcessorOrigin.of(PutModel.class, this, flowFile);
        final ModelEntry entry = origin.run(() -> store.inTransaction(() -> {
            final ModelEntry registered = store.training().register(candidate, KEEP_ALL);
            return makeChampion && registered.sha256().equals(model.sha256())
                    ? store.training()
                            .promote(model.ontologyId(), model.target(), registered.version(), clock.instant())
                    : registered;
        }));
        if (!entry.sha256().equals(model.sha256())) {
            throw new ModelFormatException(
                    "The %s is registered as model %s with another content: its checksum is %s, found %s"
                            .formatted(entry.describe(), entry.id(), entry.sha256(), model.sha256()));
        }
        return entry;
    }
}
