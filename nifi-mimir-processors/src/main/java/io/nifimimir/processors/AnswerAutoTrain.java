/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nifimimir.services.MimirStore;
import org.apache.nifi.annotation.behavior.InputRequirement;
import org.apache.nifi.annotation.behavior.InputRequirement.Requirement;
import org.apache.nifi.annotation.behavior.ReadsAttribute;
import org.apache.nifi.annotation.behavior.ReadsAttributes;
import org.apache.nifi.annotation.behavior.WritesAttribute;
import org.apache.nifi.annotation.behavior.WritesAttributes;
import org.apache.nifi.annotation.documentation.CapabilityDescription;
import org.apache.nifi.annotation.documentation.SeeAlso;
import org.apache.nifi.annotation.documentation.Tags;
import org.apache.nifi.components.PropertyDescriptor;
import org.apache.nifi.flowfile.FlowFile;
import org.apache.nifi.flowfile.attributes.CoreAttributes;
import org.apache.nifi.processor.AbstractProcessor;
import org.apache.nifi.processor.ProcessContext;
import org.apache.nifi.processor.ProcessSession;
import org.apache.nifi.processor.Relationship;
import org.apache.nifi.processor.exception.ProcessException;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

@Tags({"mimir", "rest", "api", "http", "auto-train", "response"})
@CapabilityDescription("""
        Makes the answer to a request for training of what has become of it: the training report, or what was wrong, with the status of HTTP. The answer is
        kept in the store as well, so that a client that did not wait for it, or was cut off, can ask for it, and one that repeats its request gets it again.""")
@InputRequirement(Requirement.INPUT_REQUIRED)
@ReadsAttributes({
    @ReadsAttribute(attribute = MimirAttributes.REQUEST_ID, description = MimirAttributes.REQUEST_ID_DESC),
    @ReadsAttribute(attribute = MimirAttributes.REQUEST_WAITING, description = MimirAttributes.REQUEST_WAITING_DESC),
    @ReadsAttribute(attribute = MimirAttributes.HTTP_STATUS, description = MimirAttributes.HTTP_STATUS_DESC),
    @ReadsAttribute(attribute = MimirAttributes.ERROR, description = MimirAttributes.ERROR_DESC)
})
@WritesAttributes({
    @WritesAttribute(attribute = MimirAttributes.HTTP_STATUS, description = MimirAttributes.HTTP_STATUS_DESC),
    @WritesAttribute(attribute = MimirAttributes.HTTP_LOCATION, description = MimirAttributes.HTTP_LOCATION_DESC),
    @WritesAttribute(attribute = "mime.type", description = MimirAttributes.MIME_TYPE_DESC)
})
@SeeAlso({ServeMimirApi.class, AutoTrain.class})
public class AnswerAutoTrain extends AbstractProcessor {

    static final Relationship RESPONSE = new Relationship.Builder()
            .name("response")
            .description("The answer to a client that waits for it: for HandleHttpResponse")
            .build();

    static final Relationship KEPT = new Relationship.Builder()
            .name("kept")
            .description("The answer to a client that does not wait, once it is in the store")
            .autoTerminateDefault(true)
            .build();

    private static final int CREATED = 201;
    private static final int UNPROCESSABLE = 422;
    private static final int UNAVAILABLE = 503;

    private final Clock clock = Clock.systemUTC();

    private final StoreWait storeWait = new StoreWait();

    @Override
    protected List<PropertyDescriptor> getSupportedPropertyDescriptors() {
        return List.of(MimirProperties.MIMIR_STORE);
    }

    @Override
    public Set<Relationship> getRelationships() {
        return Set.of(RESPONSE, KEPT);
    }

    @Override
    public void onTrigger(final ProcessContext context, final ProcessSession session) {
        storeWait.attemptNext(context, session, getLogger(), flowFile -> answer(context, session, flowFile));
    }

    private void answer(final ProcessContext context, final ProcessSession session, final FlowFile flowFile) {
        final Answer answer = answerOf(session, flowFile);
        final String requestId = flowFile.getAttribute(MimirAttributes.REQUEST_ID);
        if (requestId != null) {
            final MimirStore store = MimirProperties.store(context);
            store.trainingRequests()
                    .complete(requestId, answer.status(), answer.body().toString(), clock.instant());
        }
        final Map<String, String> attributes = new HashMap<>();
        attributes.put(MimirAttributes.HTTP_STATUS, String.valueOf(answer.status()));
        attributes.put(MimirAttributes.HTTP_LOCATION, answer.location());
        attributes.put(CoreAttributes.MIME_TYPE.key(), MimirAttributes.JSON);
        final FlowFile written = session.putAllAttributes(
                session.write(flowFile, output -> Json.MAPPER.writeValue(output, answer.body())), attributes);
        final boolean waiting = !"false".equals(flowFile.getAttribute(MimirAttributes.REQUEST_WAITING));
        session.transfer(written, waiting ? RESPONSE : KEPT);
    }

    /** @param location empty where nothing was made */
    private record Answer(int status, JsonNode body, String location) {}

    private static Answer answerOf(final ProcessSession session, final FlowFile flowFile) {
        final String status = flowFile.getAttribute(MimirAttributes.HTTP_STATUS);
        final String error = flowFile.getAttribute(MimirAttributes.ERROR);
        if (status != null) {
            // Refused by a processor that has written the answer itself
            return new Answer(Integer.parseInt(status), content(session, flowFile), "");
        }
        if (error != null) {
            // A source that does not answer still has the request as its content, and all others what it named
            final boolean unread =
                    flowFile.getAttribute(ConversionProperties.attribute(ConversionProperties.SOURCE_FORMAT)) == null;
            final String told = unread ? "The data source does not answer now; NiFi's log says why" : error;
            return new Answer(unread ? UNAVAILABLE : UNPROCESSABLE, refusal(flowFile, told, unread), "");
        }
        final String key = flowFile.getAttribute(MimirAttributes.TRAINING_KEY);
        return new Answer(CREATED, content(session, flowFile), key == null ? "" : "/api/v1/training/runs/" + key);
    }

    private static ObjectNode refusal(final FlowFile flowFile, final String told, final boolean unread) {
        final ObjectNode body = Json.MAPPER.createObjectNode();
        body.put("error", told);
        body.put("status", "error");
        body.put("field", "data_source");
        // The ways to read what can be read in several
        new TreeMap<>(flowFile.getAttributes()).forEach((name, value) -> {
            if (!unread && name.startsWith(MimirAttributes.READING_PREFIX)) {
                body.withArray("readings").add(value);
            }
        });
        return body;
    }

    private static JsonNode content(final ProcessSession session, final FlowFile flowFile) {
        try (InputStream content = session.read(flowFile)) {
            return Json.MAPPER.readTree(content);
        } catch (final JsonProcessingException e) {
            throw new ProcessException(
                    "%s holds no JSON: expected the report of AutoTrain, or a request that was refused"
                            .formatted(flowFile),
                    e);
        } catch (final IOException e) {
            throw new ProcessException("%s cannot be read".formatted(flowFile), e);
        }
    }
}
