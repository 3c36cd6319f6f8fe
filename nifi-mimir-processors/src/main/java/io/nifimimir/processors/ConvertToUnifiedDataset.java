/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.dataset.SourceType;
import io.nifimimir.ingest.AmbiguousContentException;
import io.nifimimir.ingest.ContentSource;
import io.nifimimir.ingest.Conversion;
import io.nifimimir.ingest.DatasetConverter;
import io.nifimimir.ingest.IngestException;
import io.nifimimir.ingest.IngestOptions;
import io.nifimimir.processors.Verification.Finding;
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
import org.apache.nifi.components.PropertyDescriptor;
import org.apache.nifi.flowfile.FlowFile;
import org.apache.nifi.flowfile.attributes.CoreAttributes;
import org.apache.nifi.logging.ComponentLog;
import org.apache.nifi.processor.AbstractProcessor;
import org.apache.nifi.processor.ProcessContext;
import org.apache.nifi.processor.ProcessSession;
import org.apache.nifi.processor.Relationship;
import org.apache.nifi.processor.VerifiableProcessor;
import org.apache.nifi.processor.exception.ProcessException;
import org.apache.nifi.serialization.RecordReaderFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
@UseCase(
        description = "Convert what NiFi's record readers read: Avro, Parquet, XML, syslog and others",
        keywords = {"record", "avro", "parquet", "xml"},
        configuration = "Set 'Source Format' to Record and 'Record Reader' to the service that reads the content.")
@UseCase(
        description = "Convert tables whose dates are of the Solar Hijri, the Ethiopian or the Buddhist calendar",
        keywords = {"calendar", "date", "jalali", "shamsi", "persian", "ethiopian", "buddhist"},
        configuration = "Set 'Date Calendar'. The dataset holds the same days by ISO 8601.")
@InputRequirement(Requirement.INPUT_REQUIRED)
@SideEffectFree
@SystemResourceConsideration(
        resource = SystemResource.DISK,
        description = "Rows of a source above 8 MB wait in a temporary file until the types of all columns are settled")
@SystemResourceConsideration(
        resource = SystemResource.CPU,
        description = "A second thread profiles and writes the rows of a source while the first one reads them")
@SystemResourceConsideration(
        resource = SystemResource.MEMORY,
        description =
                "Less than 30 MB for each concurrent task whatever the number of rows, and some 10 KB for each column beyond a thousand")
@ReadsAttributes({
    @ReadsAttribute(attribute = "filename", description = "Helps to tell the format where the content alone does not"),
    @ReadsAttribute(attribute = "mime.type", description = "Helps to tell the format where the content alone does not"),
    @ReadsAttribute(
            attribute = ConversionProperties.ATTRIBUTE_PREFIX + "*",
            description =
                    "Options whose properties are empty or as they come, by the name of the property in lower case with dots: mimir.option.row.filter")
})
@WritesAttributes({
    @WritesAttribute(attribute = MimirAttributes.SOURCE, description = MimirAttributes.SOURCE_DESC),
    @WritesAttribute(attribute = MimirAttributes.RECORD_COUNT, description = MimirAttributes.RECORD_COUNT_DESC),
    @WritesAttribute(attribute = MimirAttributes.COLUMN_COUNT, description = MimirAttributes.COLUMN_COUNT_DESC),
    @WritesAttribute(attribute = MimirAttributes.TABLE, description = MimirAttributes.TABLE_DESC),
    @WritesAttribute(
            attribute = MimirAttributes.FRAGMENT_IDENTIFIER,
            description = MimirAttributes.FRAGMENT_IDENTIFIER_DESC),
    @WritesAttribute(attribute = MimirAttributes.FRAGMENT_INDEX, description = MimirAttributes.FRAGMENT_INDEX_DESC),
    @WritesAttribute(attribute = MimirAttributes.FRAGMENT_COUNT, description = MimirAttributes.FRAGMENT_COUNT_DESC),
    @WritesAttribute(attribute = MimirAttributes.OTHER_TABLES, description = MimirAttributes.OTHER_TABLES_DESC),
    @WritesAttribute(
            attribute = MimirAttributes.AMBIGUOUS_COLUMNS,
            description = MimirAttributes.AMBIGUOUS_COLUMNS_DESC),
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
    @WritesAttribute(attribute = MimirAttributes.READING_PREFIX + "<n>", description = MimirAttributes.READING_DESC),
    @WritesAttribute(attribute = MimirAttributes.ERROR, description = MimirAttributes.ERROR_DESC)
})
@SeeAlso({AutoTrain.class, MonitorModel.class})
public class ConvertToUnifiedDataset extends AbstractProcessor implements VerifiableProcessor {

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

    static final Relationship AMBIGUOUS = new Relationship.Builder()
            .name("ambiguous")
            .description(
                    "Content that can be read in several ways which give different data, unchanged, with the ways to read it in the "
                            + "attributes mimir.reading.1, mimir.reading.2 and so on: nothing is guessed")
            .build();

    static final String ROWS_CONVERTED_COUNTER = "Rows Converted";
    static final String ROWS_REJECTED_COUNTER = "Rows Rejected";

    private static final Set<Relationship> RELATIONSHIPS = Set.of(SUCCESS, REJECTED, AMBIGUOUS, FAILURE);
    private static final String OPTIONS_STEP = "Evaluate Options";

    private final DatasetConverter converter = DatasetConverter.standard();

    @Override
    protected List<PropertyDescriptor> getSupportedPropertyDescriptors() {
        return ConversionProperties.ALL;
    }

    @Override
    public Set<Relationship> getRelationships() {
        return RELATIONSHIPS;
    }

    @Override
    public List<ConfigVerificationResult> verify(
            final ProcessContext context, final ComponentLog verificationLogger, final Map<String, String> attributes) {
        return new Verification(verificationLogger)
                .step(
                        OPTIONS_STEP,
                        () -> Finding.successful(
                                OptionsText.describe(new ConversionProperties(context, attributes).options())))
                .results();
    }

    @Override
    public void onTrigger(final ProcessContext context, final ProcessSession session) {
        final FlowFile flowFile = session.get();
        if (flowFile == null) {
            return;
        }
        final List<TableOutput> outputs = new ArrayList<>();
        try {
            convert(context, session, flowFile, outputs);
        } catch (final AmbiguousContentException e) {
            outputs.forEach(TableOutput::discard);
            getLogger().warn("{} can be read in several ways: {}", flowFile, e.getMessage());
            final FlowFile described = session.putAllAttributes(flowFile, ReadingText.attributes(e));
            session.transfer(session.putAttribute(described, MimirAttributes.ERROR, e.getMessage()), AMBIGUOUS);
            return;
        } catch (final IngestException e) {
            outputs.forEach(TableOutput::discard);
            fail(session, flowFile, e.getMessage(), e);
            return;
        } catch (final IOException e) {
            // The disk is full, or the content repository out of reach: not the fault of the content, so it is tried
            // again
            throw new ProcessException("Conversion of %s was interrupted".formatted(flowFile), e);
        }
        outputs.forEach(output -> output.transfer(getLogger()));
        if (outputs.size() > 1) {
            session.remove(flowFile);
        }
    }

    private void convert(
            final ProcessContext context,
            final ProcessSession session,
            final FlowFile flowFile,
            final List<TableOutput> outputs)
            throws IOException {
        final ConversionProperties properties = new ConversionProperties(context, flowFile.getAttributes());
        final Map<String, Object> metadata = new HashMap<>();
        metadata.put("filename", flowFile.getAttribute(CoreAttributes.FILENAME.key()));
        properties.text(ConversionProperties.SOURCE_LABEL).ifPresent(label -> metadata.put("source_label", label));
        try (Conversion conversion = open(properties, session, flowFile)) {
            final int tables = conversion.tables().size();
            for (int table = 0; table < tables; table++) {
                final TableOutput output = new TableOutput(session, flowFile, conversion.tables(), table);
                outputs.add(output);
                output.write(conversion, properties.encoding(), metadata);
            }
        } catch (final RuntimeException e) {
            // A parser that stumbles over hostile content must not hold up the queue behind it
            throw new IngestException("The content cannot be read: " + e, e);
        }
    }

    private Conversion open(
            final ConversionProperties properties, final ProcessSession session, final FlowFile flowFile)
            throws IOException {
        final IngestOptions options = properties.options();
        final Optional<RecordReaderFactory> reader = properties.recordReader();
        if (reader.isPresent()) {
            final RecordTable records = new RecordTable(reader.get(), session, flowFile, getLogger());
            return converter.open(SourceType.RECORD, records, options);
        }
        final ContentSource source = new ContentSource(
                () -> session.read(flowFile),
                flowFile.getAttribute(CoreAttributes.FILENAME.key()),
                flowFile.getAttribute(CoreAttributes.MIME_TYPE.key()));
        return converter.open(source, options);
    }

    private void fail(final ProcessSession session, final FlowFile flowFile, final String message, final Exception e) {
        getLogger().error("{} cannot be converted", flowFile, e);
        session.transfer(session.putAttribute(flowFile, MimirAttributes.ERROR, message), FAILURE);
    }
}
