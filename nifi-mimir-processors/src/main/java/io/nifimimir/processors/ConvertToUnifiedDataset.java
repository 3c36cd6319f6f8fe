/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.dataset.DatasetEncoding;
import io.nifimimir.dataset.DatasetHeader;
import io.nifimimir.dataset.JsonDatasetEncoding;
import io.nifimimir.dataset.TimeSeriesConfig;
import io.nifimimir.ingest.ContentSource;
import io.nifimimir.ingest.Conversion;
import io.nifimimir.ingest.ConvertedDataset;
import io.nifimimir.ingest.DatasetConverter;
import io.nifimimir.ingest.IngestException;
import io.nifimimir.ingest.IngestOptions;
import io.nifimimir.ingest.json.JsonOptions;
import io.nifimimir.ingest.series.SeriesOptions;
import io.nifimimir.ingest.typing.NullWords;
import io.nifimimir.ingest.typing.TypingOptions;
import org.apache.nifi.annotation.behavior.InputRequirement;
import org.apache.nifi.annotation.behavior.InputRequirement.Requirement;
import org.apache.nifi.annotation.behavior.ReadsAttribute;
import org.apache.nifi.annotation.behavior.ReadsAttributes;
import org.apache.nifi.annotation.behavior.SideEffectFree;
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
import org.apache.nifi.context.PropertyContext;
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

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

@Tags({"mimir", "dataset", "convert", "csv", "excel", "xlsx", "json", "infer", "schema", "profile", "time series"})
@CapabilityDescription("""
        Turns a table, whatever its format, into one typed and profiled dataset. The format is told by the content; types are settled over all
        rows, so that leading zeros, long identifiers and decimals keep every digit, and the order of day and month is that of the whole column.
        Time series are detected: date column, frequency, gaps, metrics, and the columns that tell stacked series apart.""")
@UseCase(
        description = "Convert the spreadsheets that field offices send, whatever their layout",
        keywords = {"excel", "csv", "spreadsheet"},
        configuration =
                "Leave the defaults. Rows above the header are skipped, merged cells filled, dates and decimal commas recognised.")
@UseCase(
        description = "Convert a workbook of which one sheet is wanted",
        keywords = {"excel", "sheet"},
        configuration = "Set 'Sheet Name', or let an earlier processor set an attribute and use ${that.attribute}.")
@InputRequirement(Requirement.INPUT_REQUIRED)
@SideEffectFree
@SystemResourceConsideration(
        resource = SystemResource.DISK,
        description = "Rows of a source above 8 MB wait in a temporary file until the types of all columns are settled")
@ReadsAttributes({
    @ReadsAttribute(attribute = "filename", description = "Helps to tell the format where the content alone does not"),
    @ReadsAttribute(attribute = "mime.type", description = "Helps to tell the format where the content alone does not")
})
@WritesAttributes({
    @WritesAttribute(attribute = MimirAttributes.SOURCE, description = MimirAttributes.SOURCE_DESC),
    @WritesAttribute(attribute = MimirAttributes.RECORD_COUNT, description = MimirAttributes.RECORD_COUNT_DESC),
    @WritesAttribute(attribute = MimirAttributes.COLUMN_COUNT, description = MimirAttributes.COLUMN_COUNT_DESC),
    @WritesAttribute(
            attribute = MimirAttributes.TIME_SERIES_DATE_COLUMN,
            description = MimirAttributes.TIME_SERIES_DATE_COLUMN_DESC),
    @WritesAttribute(
            attribute = MimirAttributes.TIME_SERIES_METRIC_COLUMNS,
            description = MimirAttributes.TIME_SERIES_METRIC_COLUMNS_DESC),
    @WritesAttribute(
            attribute = MimirAttributes.TIME_SERIES_ENTITY_COLUMNS,
            description = MimirAttributes.TIME_SERIES_ENTITY_COLUMNS_DESC),
    @WritesAttribute(
            attribute = MimirAttributes.TIME_SERIES_FREQUENCY,
            description = MimirAttributes.TIME_SERIES_FREQUENCY_DESC),
    @WritesAttribute(
            attribute = MimirAttributes.TIME_SERIES_COUNT,
            description = MimirAttributes.TIME_SERIES_COUNT_DESC),
    @WritesAttribute(attribute = "mime.type", description = MimirAttributes.MIME_TYPE_DESC),
    @WritesAttribute(attribute = MimirAttributes.ERROR, description = MimirAttributes.ERROR_DESC)
})
@SeeAlso({AutoTrain.class, MonitorModel.class})
public class ConvertToUnifiedDataset extends AbstractProcessor implements VerifiableProcessor {

    static final PropertyDescriptor SOURCE_FORMAT = new PropertyDescriptor.Builder()
            .name("Source Format")
            .description(
                    "The format of the content. A format that is set is not questioned: content of another one goes to failure.")
            .required(true)
            .defaultValue(SourceFormat.DETECT)
            .allowableValues(SourceFormat.class)
            .build();

    static final PropertyDescriptor SHEET_NAME = new PropertyDescriptor.Builder()
            .name("Sheet Name")
            .description(
                    "The sheet of an Excel workbook; empty for the first one that holds a table. Supports attributes.")
            .required(false)
            .addValidator(StandardValidators.ATTRIBUTE_EXPRESSION_LANGUAGE_VALIDATOR)
            .expressionLanguageSupported(ExpressionLanguageScope.FLOWFILE_ATTRIBUTES)
            .dependsOn(SOURCE_FORMAT, SourceFormat.DETECT, SourceFormat.EXCEL)
            .build();

    static final PropertyDescriptor DATE_COLUMN = new PropertyDescriptor.Builder()
            .name("Date Column")
            .description(
                    "The column that is the time axis; empty to detect it. Content without that column goes to failure. Supports attributes.")
            .required(false)
            .addValidator(StandardValidators.ATTRIBUTE_EXPRESSION_LANGUAGE_VALIDATOR)
            .expressionLanguageSupported(ExpressionLanguageScope.FLOWFILE_ATTRIBUTES)
            .build();

    static final PropertyDescriptor METRIC_COLUMNS = new PropertyDescriptor.Builder()
            .name("Metric Columns")
            .description(
                    "The columns that are measured over time, separated by commas; empty for each numeric column that varies. Supports attributes.")
            .required(false)
            .addValidator(StandardValidators.ATTRIBUTE_EXPRESSION_LANGUAGE_VALIDATOR)
            .expressionLanguageSupported(ExpressionLanguageScope.FLOWFILE_ATTRIBUTES)
            .build();

    static final PropertyDescriptor NULL_WORDS = new PropertyDescriptor.Builder()
            .name("Null Words")
            .description(
                    "Texts that stand for a missing value, separated by commas, upper and lower case alike. An empty cell always does.")
            .required(false)
            .defaultValue("NA,N/A,null,none,NaN,-,--")
            .addValidator(StandardValidators.NON_EMPTY_VALIDATOR)
            .build();

    static final PropertyDescriptor SOURCE_LABEL = new PropertyDescriptor.Builder()
            .name("Source Label")
            .description("A name for the source that stands in the metadata of the dataset. Supports attributes.")
            .required(false)
            .defaultValue("${filename}")
            .addValidator(StandardValidators.ATTRIBUTE_EXPRESSION_LANGUAGE_VALIDATOR)
            .expressionLanguageSupported(ExpressionLanguageScope.FLOWFILE_ATTRIBUTES)
            .build();

    static final Relationship SUCCESS = new Relationship.Builder()
            .name("success")
            .description("The dataset: header first, rows last")
            .build();

    static final Relationship REJECTED = new Relationship.Builder()
            .name("rejected")
            .description("Rows that cannot be part of the dataset, one JSON line each, with place, reason and content")
            .autoTerminateDefault(true)
            .build();

    static final Relationship FAILURE = new Relationship.Builder()
            .name("failure")
            .description("Content that is no table, unchanged, with the reason in the attribute mimir.error")
            .build();

    static final String ROWS_CONVERTED_COUNTER = "Rows Converted";
    static final String ROWS_REJECTED_COUNTER = "Rows Rejected";

    private static final List<PropertyDescriptor> PROPERTIES =
            List.of(SOURCE_FORMAT, SHEET_NAME, DATE_COLUMN, METRIC_COLUMNS, NULL_WORDS, SOURCE_LABEL);
    private static final Set<Relationship> RELATIONSHIPS = Set.of(SUCCESS, REJECTED, FAILURE);
    private static final String OPTIONS_STEP = "Evaluate Options";

    private static final DatasetEncoding ENCODING = new JsonDatasetEncoding();

    private final DatasetConverter converter = DatasetConverter.standard();

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
        final IngestOptions options = options(context, attributes);
        final String explanation = "%s; sheet: %s; date column: %s; metric columns: %s"
                .formatted(
                        options.format()
                                .map(format -> "Reads " + format.wireName())
                                .orElse("Tells the format by the content"),
                        options.sheet().orElse("the first with a table"),
                        options.series().dateColumn().orElse("detected"),
                        options.series().metricColumns().isEmpty()
                                ? "detected"
                                : String.join(", ", options.series().metricColumns()));
        return List.of(new ConfigVerificationResult.Builder()
                .verificationStepName(OPTIONS_STEP)
                .outcome(Outcome.SUCCESSFUL)
                .explanation(explanation)
                .build());
    }

    @Override
    public void onTrigger(final ProcessContext context, final ProcessSession session) {
        final FlowFile flowFile = session.get();
        if (flowFile == null) {
            return;
        }
        final long started = System.nanoTime();
        final RejectedRowsFlowFile rejections = new RejectedRowsFlowFile(session, flowFile);
        try (ConvertedDataset dataset = convert(context, session, flowFile, rejections)) {
            final Optional<FlowFile> rejected = rejections.finish();
            FlowFile converted = session.write(flowFile, dataset::writeTo);
            converted = session.putAllAttributes(converted, attributes(dataset.header()));
            final long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
            session.getProvenanceReporter().modifyContent(converted, describe(dataset.header()), millis);
            session.transfer(converted, SUCCESS);
            rejected.ifPresent(rows -> transferRejected(session, rows, rejections.count()));
            session.adjustCounter(ROWS_CONVERTED_COUNTER, dataset.header().rowCount(), false);
        } catch (final IngestException e) {
            rejections.discard();
            fail(session, flowFile, e.getMessage(), e);
        } catch (final IOException e) {
            // The disk is full, or the content repository out of reach: not the fault of the content, so it is tried
            // again
            throw new ProcessException("Conversion of %s was interrupted".formatted(flowFile), e);
        }
    }

    private ConvertedDataset convert(
            final ProcessContext context,
            final ProcessSession session,
            final FlowFile flowFile,
            final RejectedRowsFlowFile rejections)
            throws IOException {
        final Map<String, Object> metadata = new HashMap<>();
        metadata.put("filename", flowFile.getAttribute(CoreAttributes.FILENAME.key()));
        text(context, SOURCE_LABEL, flowFile.getAttributes()).ifPresent(label -> metadata.put("source_label", label));
        final ContentSource source = new ContentSource(
                () -> session.read(flowFile),
                flowFile.getAttribute(CoreAttributes.FILENAME.key()),
                flowFile.getAttribute(CoreAttributes.MIME_TYPE.key()));
        try (Conversion conversion = converter.open(source, options(context, flowFile.getAttributes()))) {
            return conversion.convert(0, ENCODING, metadata, rejections);
        } catch (final RuntimeException e) {
            // A parser that stumbles over hostile content must not hold up the queue behind it
            throw new IngestException("The content cannot be read: " + e, e);
        }
    }

    private void transferRejected(final ProcessSession session, final FlowFile rows, final long count) {
        final FlowFile rejected = session.putAllAttributes(
                rows,
                Map.of(
                        MimirAttributes.RECORD_COUNT,
                        String.valueOf(count),
                        CoreAttributes.MIME_TYPE.key(),
                        "application/x-ndjson"));
        session.transfer(rejected, REJECTED);
        session.adjustCounter(ROWS_REJECTED_COUNTER, count, false);
        getLogger().warn("{} rows of {} were rejected", count, rejected);
    }

    private void fail(final ProcessSession session, final FlowFile flowFile, final String message, final Exception e) {
        getLogger().error("{} cannot be converted", flowFile, e);
        session.transfer(session.putAttribute(flowFile, MimirAttributes.ERROR, message), FAILURE);
    }

    private static IngestOptions options(final PropertyContext context, final Map<String, String> attributes) {
        final String nullWords = context.getProperty(NULL_WORDS).getValue();
        return new IngestOptions(
                context.getProperty(SOURCE_FORMAT)
                        .asAllowableValue(SourceFormat.class)
                        .sourceType(),
                text(context, SHEET_NAME, attributes),
                new TypingOptions(new NullWords(nullWords == null ? List.of() : split(nullWords)), 0, Map.of()),
                new SeriesOptions(
                        text(context, DATE_COLUMN, attributes),
                        text(context, METRIC_COLUMNS, attributes)
                                .map(ConvertToUnifiedDataset::split)
                                .orElse(List.of()),
                        false),
                JsonOptions.DETECT_ALL);
    }

    private static Optional<String> text(
            final PropertyContext context, final PropertyDescriptor property, final Map<String, String> attributes) {
        return Optional.ofNullable(context.getProperty(property)
                        .evaluateAttributeExpressions(attributes)
                        .getValue())
                .filter(value -> !value.isBlank());
    }

    private static List<String> split(final String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static Map<String, String> attributes(final DatasetHeader header) {
        final Map<String, String> attributes = new HashMap<>();
        attributes.put(MimirAttributes.SOURCE, header.source().wireName());
        attributes.put(MimirAttributes.RECORD_COUNT, String.valueOf(header.rowCount()));
        attributes.put(MimirAttributes.COLUMN_COUNT, String.valueOf(header.columnCount()));
        attributes.put(CoreAttributes.MIME_TYPE.key(), MimirAttributes.JSON);
        header.findTimeSeries().ifPresent(series -> {
            attributes.put(MimirAttributes.TIME_SERIES_DATE_COLUMN, series.dateColumn());
            attributes.put(MimirAttributes.TIME_SERIES_METRIC_COLUMNS, String.join(",", series.metricColumns()));
            attributes.put(MimirAttributes.TIME_SERIES_ENTITY_COLUMNS, String.join(",", series.entityColumns()));
            attributes.put(
                    MimirAttributes.TIME_SERIES_FREQUENCY, series.frequency().wireName());
            attributes.put(MimirAttributes.TIME_SERIES_COUNT, String.valueOf(series.seriesCount()));
        });
        return attributes;
    }

    private static String describe(final DatasetHeader header) {
        final String series = header.findTimeSeries()
                .map(TimeSeriesConfig::seriesCount)
                .map(count -> count + " time series")
                .orElse("no time series");
        return "%s to dataset: %d rows, %d columns, %s"
                .formatted(header.source().wireName(), header.rowCount(), header.columnCount(), series);
    }
}
