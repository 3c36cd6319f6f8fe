/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.source.AllowedFolders;
import io.nifimimir.source.AutoTrainRequest;
import io.nifimimir.source.RefusedRequestException;
import org.apache.nifi.annotation.behavior.DynamicProperty;
import org.apache.nifi.annotation.behavior.InputRequirement;
import org.apache.nifi.annotation.behavior.InputRequirement.Requirement;
import org.apache.nifi.annotation.behavior.Restricted;
import org.apache.nifi.annotation.behavior.Restriction;
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
import org.apache.nifi.components.RequiredPermission;
import org.apache.nifi.components.ValidationContext;
import org.apache.nifi.components.ValidationResult;
import org.apache.nifi.dbcp.DBCPService;
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
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

@Tags({"mimir", "fetch", "data source", "auto-train", "rest", "api", "file", "pipeline", "storage", "database"})
@CapabilityDescription("""
        Turns a request for training, as the JSON content of a flowfile, into the data that it names: data that it brings along, a file below a folder that is
        allowed, the output of a pipeline or a collection that PutDataset has kept, a table of a database, or the points that were observed. The options of the
        request become attributes that ConvertToUnifiedDataset and AutoTrain read. A request that is not right is answered with the field and what is accepted.""")
@InputRequirement(Requirement.INPUT_REQUIRED)
@Restricted(
        restrictions =
                @Restriction(
                        requiredPermission = RequiredPermission.READ_FILESYSTEM,
                        explanation = "Reads files that requests name, below the folders that the user allows"))
@SystemResourceConsideration(
        resource = SystemResource.MEMORY,
        description = "A request is held in memory, up to 'Maximum Request Size'; the data that it names is not")
@DynamicProperty(
        name = "The storage_id by which requests call a database",
        value = "A database connection pool",
        description = "The tables of this database are the collections of the storage")
@WritesAttributes({
    @WritesAttribute(
            attribute = ConversionProperties.ATTRIBUTE_PREFIX + "*",
            description = "The options of the request: mimir.option.date.column"),
    @WritesAttribute(attribute = "filename", description = "Name of the file, or one made from the source's name"),
    @WritesAttribute(attribute = "mime.type", description = MimirAttributes.MIME_TYPE_DESC),
    @WritesAttribute(attribute = MimirAttributes.HTTP_STATUS, description = MimirAttributes.HTTP_STATUS_DESC),
    @WritesAttribute(attribute = MimirAttributes.ERROR, description = MimirAttributes.ERROR_DESC)
})
@SeeAlso({PutDataset.class, ConvertToUnifiedDataset.class, AutoTrain.class})
public class FetchDataSource extends AbstractProcessor implements VerifiableProcessor {

    static final PropertyDescriptor ALLOWED_FOLDERS = new PropertyDescriptor.Builder()
            .name("Allowed Folders")
            .description("""
                    The folders below which requests may name files, separated by commas; empty for none. Each as it is called on this machine, or with the name \
                    by which requests call it before: /uploads=/srv/mimir/uploads. A path that leads out of them, also by a link, is refused.""")
            .required(false)
            .addValidator(FetchDataSource::validateFolders)
            .expressionLanguageSupported(ExpressionLanguageScope.ENVIRONMENT)
            .build();

    static final PropertyDescriptor MAXIMUM_REQUEST_SIZE = new PropertyDescriptor.Builder()
            .name("Maximum Request Size")
            .description("A larger request is refused, before it is read. Data that comes along counts as well.")
            .required(true)
            .defaultValue("10 MB")
            .addValidator(StandardValidators.createDataSizeBoundsValidator(1, Integer.MAX_VALUE))
            .build();

    static final Relationship SUCCESS = new Relationship.Builder()
            .name("success")
            .description("The data that the request names, with its options as attributes")
            .build();

    static final Relationship INVALID = new Relationship.Builder()
            .name("invalid")
            .description(
                    "A request that is not right: a JSON text that says why, with the status of HTTP as an attribute")
            .build();

    static final Relationship FAILURE = new Relationship.Builder()
            .name("failure")
            .description(
                    "A request, unchanged, whose source does not answer, with the reason in the attribute mimir.error")
            .build();

    private static final List<PropertyDescriptor> PROPERTIES =
            List.of(MimirProperties.MIMIR_STORE, ALLOWED_FOLDERS, MAXIMUM_REQUEST_SIZE);

    private static final Set<Relationship> RELATIONSHIPS = Set.of(SUCCESS, INVALID, FAILURE);

    private volatile SourceFetcher fetcher;

    @Override
    protected List<PropertyDescriptor> getSupportedPropertyDescriptors() {
        return PROPERTIES;
    }

    @Override
    protected PropertyDescriptor getSupportedDynamicPropertyDescriptor(final String propertyDescriptorName) {
        return new PropertyDescriptor.Builder()
                .name(propertyDescriptorName)
                .description("The database that requests call [%s]".formatted(propertyDescriptorName))
                .dynamic(true)
                .identifiesControllerService(DBCPService.class)
                .build();
    }

    @Override
    public Set<Relationship> getRelationships() {
        return RELATIONSHIPS;
    }

    @OnScheduled
    public void connect(final ProcessContext context) {
        fetcher = new SourceFetcher(MimirProperties.store(context), folders(context), databases(context));
    }

    @Override
    public List<ConfigVerificationResult> verify(
            final ProcessContext context, final ComponentLog verificationLogger, final Map<String, String> attributes) {
        final List<String> storages =
                databases(context).keySet().stream().sorted().toList();
        return List.of(new ConfigVerificationResult.Builder()
                .verificationStepName("List Sources")
                .outcome(Outcome.SUCCESSFUL)
                .explanation("Files below %s, databases %s"
                        .formatted(folders(context).names(), storages))
                .build());
    }

    @Override
    public void onTrigger(final ProcessContext context, final ProcessSession session) {
        final FlowFile flowFile = session.get();
        if (flowFile == null) {
            return;
        }
        final long limit =
                context.getProperty(MAXIMUM_REQUEST_SIZE).asDataSize(DataUnit.B).longValue();
        final FlowFile data = session.create(flowFile);
        try {
            final long started = System.nanoTime();
            final SourceFetcher.Fetched fetched = fetch(session, flowFile, data, limit);
            final Map<String, String> attributes = new HashMap<>();
            fetched.request()
                    .options()
                    .forEach((name, value) -> attributes.put(ConversionProperties.ATTRIBUTE_PREFIX + name, value));
            attributes.put(
                    ConversionProperties.attribute(ConversionProperties.SOURCE_FORMAT),
                    fetched.format().wireName());
            attributes.put(CoreAttributes.FILENAME.key(), fetched.name());
            attributes.put(CoreAttributes.MIME_TYPE.key(), fetched.format().mimeType());
            final FlowFile named = session.putAllAttributes(data, attributes);
            session.getProvenanceReporter()
                    .fetch(named, fetched.uri(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
            session.transfer(named, SUCCESS);
            session.remove(flowFile);
        } catch (final RefusedRequestException e) {
            session.remove(data);
            getLogger().warn("{} is refused: {} {}", flowFile, e.field(), e.getMessage());
            session.transfer(RefusedFlowFile.write(session, flowFile, e), INVALID);
        } catch (final IOException | UncheckedIOException | SQLException e) {
            session.remove(data);
            getLogger().error("The source that {} names cannot be read", flowFile, e);
            session.transfer(
                    session.putAttribute(
                            flowFile, MimirAttributes.ERROR, "The source cannot be read: " + e.getMessage()),
                    FAILURE);
        }
    }

    private SourceFetcher.Fetched fetch(
            final ProcessSession session, final FlowFile flowFile, final FlowFile data, final long limit)
            throws IOException, SQLException, RefusedRequestException {
        if (flowFile.getSize() > limit) {
            throw new RefusedRequestException(
                    413, "", "The request has %,d bytes, at most %,d are taken".formatted(flowFile.getSize(), limit));
        }
        final AutoTrainRequest request;
        try (InputStream body = session.read(flowFile)) {
            request = AutoTrainRequest.parse(body);
        }
        try (OutputStream output = session.write(data)) {
            return fetcher.fetch(request, output);
        } catch (final ProcessException e) {
            // From the pool: no connection in time
            throw new IOException(e.getMessage(), e);
        }
    }

    private static AllowedFolders folders(final ProcessContext context) {
        final String list = context.getProperty(ALLOWED_FOLDERS)
                .evaluateAttributeExpressions()
                .getValue();
        return AllowedFolders.parse(list == null ? "" : list);
    }

    private static Map<String, DBCPService> databases(final ProcessContext context) {
        final Map<String, DBCPService> databases = new HashMap<>();
        context.getProperties().keySet().stream()
                .filter(PropertyDescriptor::isDynamic)
                .forEach(property -> databases.put(
                        property.getName(), context.getProperty(property).asControllerService(DBCPService.class)));
        return databases;
    }

    private static ValidationResult validateFolders(
            final String subject, final String input, final ValidationContext context) {
        final ValidationResult.Builder result =
                new ValidationResult.Builder().subject(subject).input(input).valid(true);
        try {
            if (!context.isExpressionLanguagePresent(input)) {
                AllowedFolders.parse(input);
            }
        } catch (final IllegalArgumentException e) {
            result.valid(false).explanation(e.getMessage());
        }
        return result.build();
    }
}
