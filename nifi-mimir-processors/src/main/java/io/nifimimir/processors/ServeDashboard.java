/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.dashboard.Dashboard;
import io.nifimimir.dashboard.DashboardRequest;
import io.nifimimir.dashboard.DashboardResponse;
import io.nifimimir.dashboard.DashboardSettings;
import io.nifimimir.dashboard.RequestException;
import org.apache.nifi.annotation.behavior.InputRequirement;
import org.apache.nifi.annotation.behavior.InputRequirement.Requirement;
import org.apache.nifi.annotation.behavior.ReadsAttribute;
import org.apache.nifi.annotation.behavior.ReadsAttributes;
import org.apache.nifi.annotation.behavior.SideEffectFree;
import org.apache.nifi.annotation.behavior.WritesAttribute;
import org.apache.nifi.annotation.behavior.WritesAttributes;
import org.apache.nifi.annotation.documentation.CapabilityDescription;
import org.apache.nifi.annotation.documentation.SeeAlso;
import org.apache.nifi.annotation.documentation.Tags;
import org.apache.nifi.annotation.documentation.UseCase;
import org.apache.nifi.annotation.lifecycle.OnScheduled;
import org.apache.nifi.components.ConfigVerificationResult;
import org.apache.nifi.components.ConfigVerificationResult.Outcome;
import org.apache.nifi.components.PropertyDescriptor;
import org.apache.nifi.components.ValidationContext;
import org.apache.nifi.components.ValidationResult;
import org.apache.nifi.components.Validator;
import org.apache.nifi.expression.ExpressionLanguageScope;
import org.apache.nifi.flowfile.FlowFile;
import org.apache.nifi.flowfile.attributes.CoreAttributes;
import org.apache.nifi.logging.ComponentLog;
import org.apache.nifi.processor.AbstractProcessor;
import org.apache.nifi.processor.ProcessContext;
import org.apache.nifi.processor.ProcessSession;
import org.apache.nifi.processor.Relationship;
import org.apache.nifi.processor.VerifiableProcessor;

import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

@Tags({"mimir", "dashboard", "page", "chart", "alerts", "monitoring", "models", "http", "web"})
@CapabilityDescription("""
        Answers a browser with a page that shows what is alarming, what is watched and how good the models are, from the store and read only. Stands
        between HandleHttpRequest and HandleHttpResponse. All that the page needs comes from here, so it works without internet.""")
@UseCase(
        description = "Show the state of the store to people who do not use NiFi",
        keywords = {"dashboard", "browser", "phone"},
        configuration = """
                Import templates/mimir-dashboard.json into the process group that holds the store, or connect: HandleHttpRequest, ServeDashboard, \
                HandleHttpResponse. Set 'HTTP Status Code' of HandleHttpResponse to ${http.status.code}, and 'Attributes to add to the HTTP Response \
                (Regex)' to Allow|Cache-.*|Content-(?:Disposition|Encoding|Security-Policy|Type)|Cross-Origin-.*|Referrer-Policy|Vary|X-.*""")
@UseCase(
        description = "Mail a report of the situation to people who cannot reach the page",
        keywords = {"report", "mail", "print", "offline"},
        configuration = """
                Connect: GenerateFlowFile, ServeDashboard, PutEmail. Let GenerateFlowFile write the attributes http.method = GET, \
                http.request.uri = /api/report.html, http.query.string = lang=en (or fr, ar, uk) and http.headers.Host = localhost.""")
@InputRequirement(Requirement.INPUT_REQUIRED)
@SideEffectFree
@ReadsAttributes({
    @ReadsAttribute(attribute = ServeDashboard.METHOD, description = "As HandleHttpRequest writes it, such as GET"),
    @ReadsAttribute(
            attribute = ServeDashboard.PATH,
            description = "As HandleHttpRequest writes it, such as /api/overview"),
    @ReadsAttribute(attribute = ServeDashboard.QUERY, description = "As HandleHttpRequest writes it"),
    @ReadsAttribute(
            attribute = ServeDashboard.HEADERS + "*",
            description = "As HandleHttpRequest writes them; Host and Accept-Encoding are looked at")
})
@WritesAttributes({
    @WritesAttribute(attribute = ServeDashboard.STATUS, description = "The status to answer with, such as 200"),
    @WritesAttribute(attribute = "mime.type", description = "The type of the answer"),
    @WritesAttribute(
            attribute = "Content-Security-Policy",
            description = "And others that are named after the header of the answer that they are the value of"),
    @WritesAttribute(attribute = MimirAttributes.ERROR, description = "Why the store could not be read")
})
@SeeAlso({MonitorModel.class, AutoTrain.class})
public class ServeDashboard extends AbstractProcessor implements VerifiableProcessor {
    static final String METHOD = "http.method";
    static final String PATH = "http.request.uri";
    static final String QUERY = "http.query.string";
    static final String HEADERS = "http.headers.";
    static final String STATUS = "http.status.code";

    static final PropertyDescriptor HOST_NAMES = new PropertyDescriptor.Builder()
            .name("Host Names")
            .description("""
                    Names of this machine that people type to get to the page, separated by commas; localhost and plain IP addresses need not be
                    named. Under any other name the page is refused, so that no foreign web site can read it through the browser of its visitor.""")
            .required(false)
            .addValidator(Validator.VALID)
            .expressionLanguageSupported(ExpressionLanguageScope.ENVIRONMENT)
            .build();

    static final PropertyDescriptor NIFI_ADDRESS = new PropertyDescriptor.Builder()
            .name("NiFi Address")
            .description(
                    "The address of NiFi's user interface, such as https://localhost:8443/nifi: runs are then linked to their provenance.")
            .required(false)
            .addValidator(ServeDashboard::validateAddress)
            .expressionLanguageSupported(ExpressionLanguageScope.ENVIRONMENT)
            .build();

    static final Relationship SUCCESS = new Relationship.Builder()
            .name("success")
            .description("The answer, to be sent by HandleHttpResponse")
            .build();

    private static final List<PropertyDescriptor> PROPERTIES =
            List.of(MimirProperties.MIMIR_STORE, HOST_NAMES, NIFI_ADDRESS);
    private static final Set<Relationship> RELATIONSHIPS = Set.of(SUCCESS);
    private static final int UNAVAILABLE = 503;

    private final Clock clock = Clock.systemUTC();

    private volatile Dashboard dashboard;

    @Override
    protected List<PropertyDescriptor> getSupportedPropertyDescriptors() {
        return PROPERTIES;
    }

    @Override
    public Set<Relationship> getRelationships() {
        return RELATIONSHIPS;
    }

    @OnScheduled
    public void prepare(final ProcessContext context) {
        dashboard = new Dashboard(settings(context), clock);
    }

    @Override
    public List<ConfigVerificationResult> verify(
            final ProcessContext context, final ComponentLog verificationLogger, final Map<String, String> attributes) {
        final ConfigVerificationResult.Builder result =
                new ConfigVerificationResult.Builder().verificationStepName("Read Store");
        try {
            final int open = MimirProperties.store(context)
                    .dashboard()
                    .overview(clock.instant())
                    .attention()
                    .size();
            return List.of(result.outcome(Outcome.SUCCESSFUL)
                    .explanation("The store can be read; %d of its alerts are shown as open".formatted(open))
                    .build());
        } catch (final RuntimeException e) {
            verificationLogger.warn("The store cannot be read", e);
            return List.of(
                    result.outcome(Outcome.FAILED).explanation(e.getMessage()).build());
        }
    }

    @Override
    public void onTrigger(final ProcessContext context, final ProcessSession session) {
        final FlowFile flowFile = session.get();
        if (flowFile == null) {
            return;
        }
        final long started = System.nanoTime();
        try {
            final DashboardResponse response = dashboard.answer(
                    request(flowFile), MimirProperties.store(context).dashboard());
            answer(session, flowFile, response, started);
        } catch (final RequestException e) {
            answer(session, flowFile, DashboardResponse.error(400, e.getMessage()), started);
        } catch (final RuntimeException e) {
            // Whoever waits for the answer gets one
            getLogger().error("{} cannot be answered", flowFile, e);
            final FlowFile told = session.putAttribute(flowFile, MimirAttributes.ERROR, String.valueOf(e.getMessage()));
            answer(
                    session,
                    told,
                    DashboardResponse.error(UNAVAILABLE, "The store cannot be read: " + e.getMessage()),
                    started);
        }
    }

    private static DashboardRequest request(final FlowFile flowFile) {
        final Map<String, String> headers = new HashMap<>();
        flowFile.getAttributes().forEach((name, value) -> {
            if (name.startsWith(HEADERS)) {
                headers.put(name.substring(HEADERS.length()), value);
            }
        });
        return new DashboardRequest(
                String.valueOf(flowFile.getAttribute(METHOD)),
                String.valueOf(flowFile.getAttribute(PATH)),
                DashboardRequest.parseQuery(flowFile.getAttribute(QUERY)),
                headers);
    }

    private static void answer(
            final ProcessSession session,
            final FlowFile flowFile,
            final DashboardResponse response,
            final long started) {
        final Map<String, String> attributes = new HashMap<>(response.headers());
        attributes.put(STATUS, String.valueOf(response.status()));
        attributes.put(CoreAttributes.MIME_TYPE.key(), response.contentType());
        attributes.put("Content-Type", response.contentType());
        FlowFile answered = session.write(flowFile, output -> output.write(response.body()));
        answered = session.putAllAttributes(answered, attributes);
        session.getProvenanceReporter()
                .modifyContent(
                        answered,
                        "%s %s: %d"
                                .formatted(
                                        flowFile.getAttribute(METHOD), flowFile.getAttribute(PATH), response.status()),
                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
        session.transfer(answered, SUCCESS);
    }

    private static DashboardSettings settings(final ProcessContext context) {
        final String names = value(context, HOST_NAMES);
        final String address = value(context, NIFI_ADDRESS);
        return new DashboardSettings(
                Arrays.stream(names.split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .collect(Collectors.toSet()),
                address.isEmpty() ? address : DashboardSettings.requireWebAddress(address));
    }

    private static String value(final ProcessContext context, final PropertyDescriptor property) {
        final String value =
                context.getProperty(property).evaluateAttributeExpressions().getValue();
        return value == null ? "" : value.strip();
    }

    private static ValidationResult validateAddress(
            final String subject, final String input, final ValidationContext context) {
        final ValidationResult.Builder result =
                new ValidationResult.Builder().subject(subject).input(input);
        try {
            if (!context.isExpressionLanguagePresent(input)) {
                DashboardSettings.requireWebAddress(input.strip());
            }
            return result.valid(true).build();
        } catch (final IllegalArgumentException e) {
            return result.valid(false).explanation(e.getMessage()).build();
        }
    }
}
