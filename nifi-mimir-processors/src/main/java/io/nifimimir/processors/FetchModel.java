/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.dataset.Sha256;
import io.nifimimir.training.TrainingRepository;
import io.nifimimir.training.model.ModelCandidate;
import io.nifimimir.training.model.ModelEntry;
import io.nifimimir.training.model.ModelExport;
import io.nifimimir.training.model.ModelState;
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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

@Tags({"mimir", "machine learning", "model", "export", "backup", "registry", "fetch"})
@CapabilityDescription("""
        Replaces the content of a flowfile by a registered model: a ZIP archive with the model, all that is known of it, and the checksums. PutModel
        registers it in another store, where it gives the very same predictions. Without 'Model Version' the champion is taken.""")
@InputRequirement(Requirement.INPUT_REQUIRED)
@ReadsAttribute(attribute = MimirAttributes.ONTOLOGY, description = MimirAttributes.ONTOLOGY_DESC)
@WritesAttributes({
    @WritesAttribute(attribute = MimirAttributes.ONTOLOGY, description = MimirAttributes.ONTOLOGY_DESC),
    @WritesAttribute(attribute = MimirAttributes.MODEL_ID, description = MimirAttributes.MODEL_ID_DESC),
    @WritesAttribute(attribute = MimirAttributes.MODEL_VERSION, description = MimirAttributes.MODEL_VERSION_DESC),
    @WritesAttribute(attribute = MimirAttributes.MODEL_TARGET, description = MimirAttributes.MODEL_TARGET_DESC),
    @WritesAttribute(attribute = MimirAttributes.MODEL_TYPE, description = MimirAttributes.MODEL_TYPE_DESC),
    @WritesAttribute(attribute = MimirAttributes.MODEL_STATE, description = MimirAttributes.MODEL_STATE_DESC),
    @WritesAttribute(attribute = MimirAttributes.MODEL_SHA256, description = MimirAttributes.MODEL_SHA256_DESC),
    @WritesAttribute(attribute = "mime.type", description = MimirAttributes.MIME_TYPE_DESC),
    @WritesAttribute(attribute = "filename", description = "A name made from ontology, target and version"),
    @WritesAttribute(attribute = MimirAttributes.ERROR, description = MimirAttributes.ERROR_DESC)
})
@SeeAlso({PutModel.class, UpdateModel.class, AutoTrain.class})
public class FetchModel extends AbstractProcessor {

    static final Relationship SUCCESS = new Relationship.Builder()
            .name("success")
            .description("The model, as a ZIP archive")
            .build();

    static final Relationship FAILURE = new Relationship.Builder()
            .name("failure")
            .description(
                    "The flowfile, unchanged, where there is no such model, or it is damaged; the reason is in mimir.error")
            .build();

    private static final List<PropertyDescriptor> PROPERTIES = List.of(
            MimirProperties.MIMIR_STORE, MimirProperties.ONTOLOGY_ID, ApplyModel.TARGET, ApplyModel.MODEL_VERSION);
    private static final Set<Relationship> RELATIONSHIPS = Set.of(SUCCESS, FAILURE);

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
        final FlowFile flowFile = session.get();
        if (flowFile == null) {
            return;
        }
        final Map<String, String> given = flowFile.getAttributes();
        final TrainingRepository models = MimirProperties.store(context).training();
        try {
            final ModelEntry entry = new ModelChoice(
                            MimirProperties.ontology(context, given),
                            MimirProperties.evaluate(context, ApplyModel.TARGET, given),
                            MimirProperties.evaluate(context, ApplyModel.MODEL_VERSION, given))
                    .find(models)
                    .getFirst();
            final ModelCandidate candidate = models.findCandidate(entry.id())
                    .orElseThrow(() -> new UnfitContentException("The %s was deleted".formatted(entry.describe())));
            final byte[] content = ModelExport.write(candidate, entry.state() != ModelState.REJECTED);
            final Map<String, String> attributes = new HashMap<>(ModelFlowFile.attributes(entry));
            attributes.put(MimirAttributes.MODEL_SHA256, Sha256.hex(content));
            final FlowFile exported = ModelFlowFile.write(session, flowFile, candidate.artifact(), content);
            session.getProvenanceReporter()
                    .modifyContent(exported, "Exported %s, model %s".formatted(entry.describe(), entry.id()));
            session.transfer(session.putAllAttributes(exported, attributes), SUCCESS);
        } catch (final IOException | UncheckedIOException e) {
            getLogger().error("No model is exported for {}", flowFile, e);
            session.transfer(session.putAttribute(flowFile, MimirAttributes.ERROR, e.getMessage()), FAILURE);
        }
    }
}
