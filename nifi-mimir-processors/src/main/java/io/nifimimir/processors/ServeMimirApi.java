/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.api.AccessGuard;
import io.nifimimir.api.ApiAnswer;
import io.nifimimir.api.ApiRequest;
import io.nifimimir.api.ApiRouter;
import io.nifimimir.api.ApiStore;
import io.nifimimir.services.MimirStore;
import io.nifimimir.store.AuditOrigin;
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
import org.apache.nifi.annotation.lifecycle.OnScheduled;
import org.apache.nifi.components.ConfigVerificationResult;
import org.apache.nifi.components.ConfigVerificationResult.Outcome;
import org.apache.nifi.components.PropertyDescriptor;
import org.apache.nifi.flowfile.FlowFile;
import org.apache.nifi.flowfile.attributes.CoreAttributes;
import org.apache.nifi.logging.ComponentLog;
import org.apache.nifi.processor.AbstractProcessor;
import org.apache.nifi.processor.DataUnit;
import org.apache.nifi.processor.ProcessContext;
import org.apache.nifi.processor.ProcessSession;
import org.apache.nifi.processor.Relationship;
import org.apache.nifi.processor.VerifiableProcessor;
import org.apache.nifi.processor.util.StandardValidators;

import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

@Tags({"mimir", "rest", "api", "http", "monitoring", "alerts", "models", "scheduler", "auto-train"})
@CapabilityDescription("""
        Answers the HTTP calls of the original system, between HandleHttpRequest and HandleHttpResponse: monitoring jobs and rules, alerts, scheduler jobs, models and
        their predictions, trainings, health. A request for training goes on into the flow. What is not supported is said so, and never answered as done.""")
@InputRequirement(Requirement.INPUT_REQUIRED)
@SystemResourceConsideration(
        resource = SystemResource.MEMORY,
        description = "A request is held in memory, up to 'Maximum Request Size', and a model while it predicts")
@ReadsAttributes({
    @ReadsAttribute(attribute = "http.method", description = "The method of the request"),
    @ReadsAttribute(attribute = "http.request.uri", description = "The path of the request"),
    @ReadsAttribute(attribute = "http.query.string", description = "The query of the request"),
    @ReadsAttribute(attribute = "http.remote.addr", description = "The address of the client"),
    @ReadsAttribute(
            attribute = "http.headers.*",
            description =
                    "The headers of the request: Authorization, Content-Type, Host, Idempotency-Key, Prefer, and those by which a browser tells which page sent it")
})
@WritesAttributes({
    @WritesAttribute(attribute = MimirAttributes.HTTP_STATUS, description = MimirAttributes.HTTP_STATUS_DESC),
    @WritesAttribute(attribute = MimirAttributes.HTTP_LOCATION, description = MimirAttributes.HTTP_LOCATION_DESC),
    @WritesAttribute(attribute = MimirAttributes.ONTOLOGY, description = MimirAttributes.ONTOLOGY_DESC),
    @WritesAttribute(attribute = MimirAttributes.REQUEST_ID, description = MimirAttributes.REQUEST_ID_DESC),
    @WritesAttribute(attribute = MimirAttributes.REQUEST_WAITING, description = MimirAttributes.REQUEST_WAITING_DESC),
    @WritesAttribute(attribute = "mime.type", description = MimirAttributes.MIME_TYPE_DESC)
})
@SeeAlso({AnswerAutoTrain.class, FetchDataSource.class})
public class ServeMimirApi extends AbstractProcessor implements VerifiableProcessor {

    static final PropertyDescriptor BEARER_TOKEN = new PropertyDescriptor.Builder()
            .name("Bearer Token")
            .description("""
                    What a caller has to send in the header Authorization, behind the word Bearer. Empty to answer callers on this machine only. NiFi keeps the
                    headers of a request in its provenance: who may see the data of this flow there sees the token.""")
            .required(false)
            .sensitive(true)
            .addValidator(StandardValidators.NON_BLANK_VALIDATOR)
            .build();

    static final PropertyDescriptor MAXIMUM_REQUEST_SIZE = new PropertyDescriptor.Builder()
            .name("Maximum Request Size")
            .description("A larger body is refused, before it is read.")
            .required(true)
            .defaultValue("10 MB")
            .addValidator(StandardValidators.createDataSizeBoundsValidator(1, Integer.MAX_VALUE))
            .build();

    static final Relationship RESPONSE = new Relationship.Builder()
            .name("response")
            .description("The answer, as JSON, with the status of HTTP as an attribute: for HandleHttpResponse")
            .build();

    static final Relationship AUTO_TRAIN = new Relationship.Builder()
            .name("auto-train")
            .description("A request for training: for FetchDataSource. Its outcome goes to AnswerAutoTrain")
            .build();

    static final String REQUESTS_COUNTER = "Requests Answered";

    private static final String HEADERS = "http.headers.";
    private static final String AUTHORIZATION = HEADERS + "authorization";

    private static final List<PropertyDescriptor> PROPERTIES =
            List.of(MimirProperties.MIMIR_STORE, BEARER_TOKEN, MAXIMUM_REQUEST_SIZE);

    private static final Set<Relationship> RELATIONSHIPS = Set.of(RESPONSE, AUTO_TRAIN);

    private volatile AccessGuard guard;

    private volatile ApiRouter router;

    @Override
    protected List<PropertyDescriptor> getSupportedPropertyDescriptors() {
        return PROPERTIES;
    }

    @Override
    public Set<Relationship> getRelationships() {
        return RELATIONSHIPS;
    }

    @OnScheduled
    public void buildRouter(final ProcessContext context) {
        final MimirStore store = MimirProperties.store(context);
        guard = new AccessGuard(context.getProperty(BEARER_TOKEN).getValue());
        router = ApiRouter.over(
                new ApiStore(
                        store.monitoring(),
                        store.monitoringCatalog(),
                        store.alerts(),
                        store.scheduler(),
                        store.training(),
                        store.modelCatalog(),
                        store.trainingRequests(),
                        store,
                        store::health,
                        new SeriesForecasts()),
                context.getProperty(MAXIMUM_REQUEST_SIZE).asDataSize(DataUnit.B).longValue(),
                Clock.systemUTC());
    }

    @Override
    public List<ConfigVerificationResult> verify(
            final ProcessContext context, final ComponentLog verificationLogger, final Map<String, String> attributes) {
        final boolean token = context.getProperty(BEARER_TOKEN).isSet();
        return List.of(new ConfigVerificationResult.Builder()
                .verificationStepName("Check Access")
                .outcome(Outcome.SUCCESSFUL)
                .explanation(
                        token
                                ? "Whoever has the token may call"
                                : "Without a token, callers on this machine are answered only")
                .build());
    }

    @Override
    public void onTrigger(final ProcessContext context, final ProcessSession session) {
        final FlowFile flowFile = session.get();
        if (flowFile == null) {
            return;
        }
        final ApiRequest request = request(session, flowFile);
        final FlowFile cleared = withoutToken(session, flowFile);
        switch (answer(request, cleared)) {
            case final ApiAnswer.Response response -> respond(session, cleared, response);
            case final ApiAnswer.Training training -> train(session, cleared, training);
            case ApiAnswer.TrainingLater(final ApiAnswer.Training training, final ApiAnswer.Response response) -> {
                respond(session, session.create(cleared), response);
                train(session, session.removeAttribute(cleared, "http.context.identifier"), training);
            }
        }
        session.adjustCounter(REQUESTS_COUNTER, 1, false);
    }

    private ApiAnswer answer(final ApiRequest request, final FlowFile flowFile) {
        final ApiAnswer.Response refused =
                guard.refuse(request, flowFile.getAttribute("http.remote.addr")).orElse(null);
        if (refused != null) {
            getLogger().warn("{} {} is refused with {}", request.method(), request.path(), refused.status());
            return refused;
        }
        try {
            final AuditOrigin origin = ProcessorOrigin.of(ServeMimirApi.class, this, flowFile);
            return origin.call(() -> router.answer(request));
        } catch (final IOException | RuntimeException e) {
            // Whoever calls is not told of the inside; the log is
            getLogger().error("{} {} cannot be answered", request.method(), request.path(), e);
            return ApiAnswer.error(503, "", "The call cannot be answered now; NiFi's log says why");
        }
    }

    private static ApiRequest request(final ProcessSession session, final FlowFile flowFile) {
        final Map<String, String> headers = flowFile.getAttributes().entrySet().stream()
                .filter(attribute -> attribute.getKey().startsWith(HEADERS))
                .collect(Collectors.toMap(
                        attribute ->
                                attribute.getKey().substring(HEADERS.length()).toLowerCase(Locale.ROOT),
                        Map.Entry::getValue,
                        (first, second) -> first));
        return new ApiRequest(
                flowFile.getAttribute(CoreAttributes.UUID.key()),
                String.valueOf(flowFile.getAttribute("http.method")),
                String.valueOf(flowFile.getAttribute("http.request.uri")),
                flowFile.getAttribute("http.query.string"),
                headers,
                flowFile.getSize(),
                () -> session.read(flowFile));
    }

    /** The token goes no further into the flow. */
    private static FlowFile withoutToken(final ProcessSession session, final FlowFile flowFile) {
        final Set<String> names = flowFile.getAttributes().keySet().stream()
                .filter(AUTHORIZATION::equalsIgnoreCase)
                .collect(Collectors.toUnmodifiableSet());
        return names.isEmpty() ? flowFile : session.removeAllAttributes(flowFile, names);
    }

    private static void respond(
            final ProcessSession session, final FlowFile flowFile, final ApiAnswer.Response response) {
        final Map<String, String> attributes = new HashMap<>();
        attributes.put(MimirAttributes.HTTP_STATUS, String.valueOf(response.status()));
        attributes.put(MimirAttributes.HTTP_LOCATION, response.location());
        attributes.put(CoreAttributes.MIME_TYPE.key(), MimirAttributes.JSON);
        final FlowFile written = session.write(flowFile, output -> Json.MAPPER.writeValue(output, response.body()));
        session.transfer(session.putAllAttributes(written, attributes), RESPONSE);
    }

    private static void train(
            final ProcessSession session, final FlowFile flowFile, final ApiAnswer.Training training) {
        final Map<String, String> attributes = new HashMap<>();
        attributes.put(MimirAttributes.ONTOLOGY, training.ontologyId());
        attributes.put(MimirAttributes.REQUEST_ID, training.requestId());
        attributes.put(MimirAttributes.REQUEST_WAITING, String.valueOf(training.waiting()));
        final FlowFile named = session.putAllAttributes(flowFile, attributes);
        session.getProvenanceReporter()
                .route(named, AUTO_TRAIN, "Training of ontology [%s]".formatted(training.ontologyId()));
        session.transfer(named, AUTO_TRAIN);
    }
}
