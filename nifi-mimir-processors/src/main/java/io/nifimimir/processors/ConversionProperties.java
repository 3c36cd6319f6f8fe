/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.nifimimir.dataset.DataType;
import io.nifimimir.dataset.DatasetEncoding;
import io.nifimimir.ingest.IngestException;
import io.nifimimir.ingest.IngestOptions;
import io.nifimimir.ingest.csv.CsvOptions;
import io.nifimimir.ingest.excel.ExcelOptions;
import io.nifimimir.ingest.json.JsonOptions;
import io.nifimimir.ingest.selection.RowFilter;
import io.nifimimir.ingest.selection.TableSelection;
import io.nifimimir.ingest.series.SeriesOptions;
import io.nifimimir.ingest.typing.NullWords;
import io.nifimimir.ingest.typing.TypingOptions;
import org.apache.nifi.components.DescribedValue;
import org.apache.nifi.components.PropertyDescriptor;
import org.apache.nifi.components.PropertyValue;
import org.apache.nifi.context.PropertyContext;
import org.apache.nifi.expression.ExpressionLanguageScope;
import org.apache.nifi.processor.util.StandardValidators;
import org.apache.nifi.serialization.RecordReaderFactory;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The options of a conversion as properties, and how they become {@link IngestOptions}. An option that is not set is taken from the attribute of its name. */
final class ConversionProperties {
    /** Before the key of an option, the name of the attribute that sets it. */
    static final String ATTRIBUTE_PREFIX = "mimir.option.";

    static final PropertyDescriptor SOURCE_FORMAT = new PropertyDescriptor.Builder()
            .name("Source Format")
            .description(
                    "The format of the content. A format that is set is not questioned: content of another one goes to failure.")
            .required(true)
            .defaultValue(SourceFormat.DETECT)
            .allowableValues(SourceFormat.class)
            .build();

    static final PropertyDescriptor RECORD_READER = new PropertyDescriptor.Builder()
            .name("Record Reader")
            .description("The service that reads the content; the types are those of its schema")
            .required(true)
            .identifiesControllerService(RecordReaderFactory.class)
            .dependsOn(SOURCE_FORMAT, SourceFormat.RECORD)
            .build();

    static final PropertyDescriptor SHEET_NAME = new PropertyDescriptor.Builder()
            .name("Sheet Name")
            .description(
                    "The sheet of an Excel workbook: its name, or its number counted from 1, with a range where only a part of it is wanted, such as "
                            + "Stock!A34 or Stock!A34:F60, or * for each table of each sheet; empty for the first table of the first shown sheet that "
                            + "has one. Supports attributes.")
            .required(false)
            .addValidator(StandardValidators.ATTRIBUTE_EXPRESSION_LANGUAGE_VALIDATOR)
            .expressionLanguageSupported(ExpressionLanguageScope.FLOWFILE_ATTRIBUTES)
            .dependsOn(SOURCE_FORMAT, SourceFormat.DETECT, SourceFormat.EXCEL)
            .build();

    static final PropertyDescriptor CSV_DELIMITER = new PropertyDescriptor.Builder()
            .name("CSV Delimiter")
            .description(
                    "The character between two fields, or the word tab; empty to detect it. Content in which two delimiters fit about equally "
                            + "well goes to ambiguous as long as this is empty. Supports attributes.")
            .required(false)
            .addValidator(StandardValidators.ATTRIBUTE_EXPRESSION_LANGUAGE_VALIDATOR)
            .expressionLanguageSupported(ExpressionLanguageScope.FLOWFILE_ATTRIBUTES)
            .dependsOn(SOURCE_FORMAT, SourceFormat.DETECT, SourceFormat.CSV)
            .build();

    static final PropertyDescriptor CSV_QUOTE = new PropertyDescriptor.Builder()
            .name("CSV Quote Character")
            .description(
                    "The character around fields that hold delimiters or line breaks; empty to detect it. Supports attributes.")
            .required(false)
            .addValidator(StandardValidators.ATTRIBUTE_EXPRESSION_LANGUAGE_VALIDATOR)
            .expressionLanguageSupported(ExpressionLanguageScope.FLOWFILE_ATTRIBUTES)
            .dependsOn(SOURCE_FORMAT, SourceFormat.DETECT, SourceFormat.CSV)
            .build();

    static final PropertyDescriptor CSV_CHARSET = new PropertyDescriptor.Builder()
            .name("CSV Character Set")
            .description(
                    "The character set of the text, such as windows-1251; empty to detect it. A byte order mark goes before it. Supports attributes.")
            .required(false)
            .addValidator(StandardValidators.CHARACTER_SET_VALIDATOR)
            .expressionLanguageSupported(ExpressionLanguageScope.FLOWFILE_ATTRIBUTES)
            .dependsOn(SOURCE_FORMAT, SourceFormat.DETECT, SourceFormat.CSV)
            .build();

    static final PropertyDescriptor CSV_HEADER = new PropertyDescriptor.Builder()
            .name("CSV Header")
            .description("Whether a row holds the names of the columns")
            .required(true)
            .defaultValue(HeaderMode.DETECT)
            .allowableValues(HeaderMode.class)
            .dependsOn(SOURCE_FORMAT, SourceFormat.DETECT, SourceFormat.CSV)
            .build();

    static final PropertyDescriptor WORKBOOK_PASSWORD = new PropertyDescriptor.Builder()
            .name("Workbook Password")
            .description("The password that opens a protected Excel workbook")
            .required(false)
            .sensitive(true)
            .addValidator(StandardValidators.NON_EMPTY_VALIDATOR)
            .dependsOn(SOURCE_FORMAT, SourceFormat.DETECT, SourceFormat.EXCEL)
            .build();

    static final PropertyDescriptor JSON_PATH = new PropertyDescriptor.Builder()
            .name("JSON Path")
            .description(
                    "Where in a JSON text the table is: names with dots between them, such as data.items, or a JSON Pointer, such as "
                            + "/data/items. Empty to find it. Supports attributes.")
            .required(false)
            .addValidator(StandardValidators.ATTRIBUTE_EXPRESSION_LANGUAGE_VALIDATOR)
            .expressionLanguageSupported(ExpressionLanguageScope.FLOWFILE_ATTRIBUTES)
            .dependsOn(SOURCE_FORMAT, SourceFormat.DETECT, SourceFormat.JSON)
            .build();

    static final PropertyDescriptor JSON_DEPTH = new PropertyDescriptor.Builder()
            .name("JSON Depth")
            .description(
                    "Levels of objects within a row of JSON whose fields become columns; an object further down stays JSON text")
            .required(true)
            .defaultValue("10")
            .addValidator(StandardValidators.createLongValidator(0, 100, true))
            .dependsOn(SOURCE_FORMAT, SourceFormat.DETECT, SourceFormat.JSON)
            .build();

    static final PropertyDescriptor JSON_ARRAYS = new PropertyDescriptor.Builder()
            .name("JSON Arrays")
            .description("What becomes of an array within a row of JSON")
            .required(true)
            .defaultValue(ArrayHandling.TEXT)
            .allowableValues(ArrayHandling.class)
            .dependsOn(SOURCE_FORMAT, SourceFormat.DETECT, SourceFormat.JSON)
            .build();

    static final PropertyDescriptor EXPLODED_FIELD = new PropertyDescriptor.Builder()
            .name("Exploded Field")
            .description(
                    "The field whose array is exploded; empty for the first array that is found. Supports attributes.")
            .required(false)
            .addValidator(StandardValidators.ATTRIBUTE_EXPRESSION_LANGUAGE_VALIDATOR)
            .expressionLanguageSupported(ExpressionLanguageScope.FLOWFILE_ATTRIBUTES)
            .dependsOn(JSON_ARRAYS, ArrayHandling.EXPLODE)
            .build();

    static final PropertyDescriptor SELECTED_COLUMNS = new PropertyDescriptor.Builder()
            .name("Selected Columns")
            .description(
                    "The columns to keep, in this order, separated by commas, or as a JSON array; empty for all. Content without one of them goes to failure. Supports attributes.")
            .required(false)
            .addValidator(StandardValidators.ATTRIBUTE_EXPRESSION_LANGUAGE_VALIDATOR)
            .expressionLanguageSupported(ExpressionLanguageScope.FLOWFILE_ATTRIBUTES)
            .build();

    static final PropertyDescriptor COLUMN_MAPPING = new PropertyDescriptor.Builder()
            .name("Column Mapping")
            .description(
                    "New names of columns: old=new, separated by commas, or as a JSON object. All options below use the new names. Supports attributes.")
            .required(false)
            .addValidator(StandardValidators.ATTRIBUTE_EXPRESSION_LANGUAGE_VALIDATOR)
            .expressionLanguageSupported(ExpressionLanguageScope.FLOWFILE_ATTRIBUTES)
            .build();

    static final PropertyDescriptor TYPE_HINTS = new PropertyDescriptor.Builder()
            .name("Type Hints")
            .description(
                    "Types that are not to be detected: column=string, numeric, datetime or boolean, separated by commas, or as a JSON object. "
                            + "Content that is not of such a type goes to failure. Supports attributes.")
            .required(false)
            .addValidator(StandardValidators.ATTRIBUTE_EXPRESSION_LANGUAGE_VALIDATOR)
            .expressionLanguageSupported(ExpressionLanguageScope.FLOWFILE_ATTRIBUTES)
            .build();

    static final PropertyDescriptor MAXIMUM_MISFIT_SHARE = new PropertyDescriptor.Builder()
            .name("Maximum Misfit Share")
            .description(
                    "Share of a column's values, from 0 to below 1, that may not be of the type of the others: these become nulls and go to "
                            + "rejected, with place and reason. With 0, one such value makes the column text.")
            .required(true)
            .defaultValue("0")
            .addValidator(StandardValidators.createNonNegativeFloatingPointValidator(0.99))
            .build();

    static final PropertyDescriptor ROW_FILTER = new PropertyDescriptor.Builder()
            .name("Row Filter")
            .description(
                    "The rows to keep, such as: region = 'north' and (cases > 10 or day >= 2024-05-01). "
                            + "Comparisons are =, !=, <, <=, >, >=, contains, in (...), is null and is not null. Supports attributes.")
            .required(false)
            .addValidator(StandardValidators.ATTRIBUTE_EXPRESSION_LANGUAGE_VALIDATOR)
            .expressionLanguageSupported(ExpressionLanguageScope.FLOWFILE_ATTRIBUTES)
            .build();

    static final PropertyDescriptor ROW_LIMIT = new PropertyDescriptor.Builder()
            .name("Row Limit")
            .description("The most rows to keep, from the first on; empty for all. Supports attributes.")
            .required(false)
            .addValidator(StandardValidators.ATTRIBUTE_EXPRESSION_LANGUAGE_VALIDATOR)
            .expressionLanguageSupported(ExpressionLanguageScope.FLOWFILE_ATTRIBUTES)
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

    static final PropertyDescriptor ENTITY_COLUMNS = new PropertyDescriptor.Builder()
            .name("Entity Columns")
            .description(
                    "The columns that tell the series of a table apart, such as the device, separated by commas; empty to detect them, which takes "
                            + "several rows of each. To be set where rows come in few at a time. Content without one of them goes to failure. Supports "
                            + "attributes.")
            .required(false)
            .addValidator(StandardValidators.ATTRIBUTE_EXPRESSION_LANGUAGE_VALIDATOR)
            .expressionLanguageSupported(ExpressionLanguageScope.FLOWFILE_ATTRIBUTES)
            .build();

    static final PropertyDescriptor TIME_SERIES = new PropertyDescriptor.Builder()
            .name("Time Series")
            .description("Whether a table has to hold time series")
            .required(true)
            .defaultValue(TimeSeriesMode.DETECT)
            .allowableValues(TimeSeriesMode.class)
            .build();

    static final PropertyDescriptor DATE_CALENDAR = new PropertyDescriptor.Builder()
            .name("Date Calendar")
            .description(
                    "The calendar in which the dates of texts are written. The dataset holds the same days by ISO 8601.")
            .required(true)
            .defaultValue(SourceCalendar.GREGORIAN)
            .allowableValues(SourceCalendar.class)
            .build();

    static final PropertyDescriptor NULL_WORDS = new PropertyDescriptor.Builder()
            .name("Null Words")
            .description(
                    "Texts that stand for a missing value, separated by commas, upper and lower case alike. An empty cell always does.")
            .required(false)
            .defaultValue("NA,N/A,null,NaN,-,--")
            .addValidator(StandardValidators.NON_EMPTY_VALIDATOR)
            .build();

    static final PropertyDescriptor NULL_WORDS_EXCEPT_AMONG_TEXTS = new PropertyDescriptor.Builder()
            .name("Null Words except among Texts")
            .description(
                    "Texts that stand for a missing value among numbers, datetimes and booleans, and are values in a column of texts, separated"
                            + " by commas")
            .required(false)
            .defaultValue("none")
            .addValidator(StandardValidators.NON_EMPTY_VALIDATOR)
            .build();

    static final PropertyDescriptor VERBATIM_COLUMNS = new PropertyDescriptor.Builder()
            .name("Verbatim Columns")
            .description(
                    "Columns in which only an empty cell is a missing value and NA is what stands there, such as a class of that name,"
                            + " separated by commas; * for all columns")
            .required(false)
            .addValidator(StandardValidators.NON_EMPTY_VALIDATOR)
            .build();

    static final PropertyDescriptor OUTPUT_ENCODING = new PropertyDescriptor.Builder()
            .name("Output Encoding")
            .description("The form of the dataset; all components of the bundle read both")
            .required(true)
            .defaultValue(OutputEncoding.JSON)
            .allowableValues(OutputEncoding.class)
            .build();

    static final PropertyDescriptor SOURCE_LABEL = new PropertyDescriptor.Builder()
            .name("Source Label")
            .description("A name for the source that stands in the metadata of the dataset. Supports attributes.")
            .required(false)
            .defaultValue("${filename}")
            .addValidator(StandardValidators.ATTRIBUTE_EXPRESSION_LANGUAGE_VALIDATOR)
            .expressionLanguageSupported(ExpressionLanguageScope.FLOWFILE_ATTRIBUTES)
            .build();

    static final List<PropertyDescriptor> ALL = List.of(
            SOURCE_FORMAT,
            RECORD_READER,
            SHEET_NAME,
            CSV_DELIMITER,
            CSV_QUOTE,
            CSV_CHARSET,
            CSV_HEADER,
            WORKBOOK_PASSWORD,
            JSON_PATH,
            JSON_DEPTH,
            JSON_ARRAYS,
            EXPLODED_FIELD,
            SELECTED_COLUMNS,
            COLUMN_MAPPING,
            TYPE_HINTS,
            MAXIMUM_MISFIT_SHARE,
            DATE_CALENDAR,
            NULL_WORDS,
            NULL_WORDS_EXCEPT_AMONG_TEXTS,
            VERBATIM_COLUMNS,
            ROW_FILTER,
            ROW_LIMIT,
            DATE_COLUMN,
            METRIC_COLUMNS,
            ENTITY_COLUMNS,
            TIME_SERIES,
            SOURCE_LABEL,
            OUTPUT_ENCODING);

    private static final JsonMapper MAPPER = new JsonMapper();

    private final PropertyContext context;
    private final Map<String, String> attributes;

    /** @param attributes of the flowfile */
    ConversionProperties(final PropertyContext context, final Map<String, String> attributes) {
        this.context = context;
        this.attributes = attributes;
    }

    /** @throws IngestException where an option is not what it should be */
    IngestOptions options() throws IngestException {
        try {
            return new IngestOptions(format().sourceType(), excel(), typing(), series(), selection(), json(), csv());
        } catch (final IllegalArgumentException e) {
            throw new IngestException("The options of the conversion: " + e.getMessage(), e);
        }
    }

    DatasetEncoding encoding() {
        return context.getProperty(OUTPUT_ENCODING)
                .asAllowableValue(OutputEncoding.class)
                .encoding();
    }

    /** The service that reads the content; absent where the bundle reads it itself. */
    Optional<RecordReaderFactory> recordReader() {
        return format() == SourceFormat.RECORD
                ? Optional.of(context.getProperty(RECORD_READER).asControllerService(RecordReaderFactory.class))
                : Optional.empty();
    }

    private SourceFormat format() {
        final SourceFormat format = context.getProperty(SOURCE_FORMAT).asAllowableValue(SourceFormat.class);
        final String named = attributes.get(attribute(SOURCE_FORMAT));
        // No attribute asks for a record reader that nobody has set
        return format != SourceFormat.DETECT || named == null
                ? format
                : Stream.of(SourceFormat.CSV, SourceFormat.EXCEL, SourceFormat.JSON, SourceFormat.MARKDOWN)
                        .filter(known -> known.getValue().equalsIgnoreCase(named.strip()))
                        .findFirst()
                        .orElseThrow(() ->
                                new IllegalArgumentException("%s: expected csv, excel, json or markdown, found [%s]"
                                        .formatted(SOURCE_FORMAT.getName(), named)));
    }

    /** A property that is not shown, because another one says that it is of no use, may hold anything and is not read. */
    private ExcelOptions excel() {
        return switch (format()) {
            // No attribute stands in for the password: attributes are shown and logged
            case DETECT, EXCEL ->
                new ExcelOptions(
                        text(SHEET_NAME),
                        Optional.ofNullable(
                                context.getProperty(WORKBOOK_PASSWORD).getValue()));
            case CSV, JSON, MARKDOWN, RECORD -> ExcelOptions.DETECT_ALL;
        };
    }

    private JsonOptions json() {
        if (format() != SourceFormat.DETECT && format() != SourceFormat.JSON) {
            return JsonOptions.DETECT_ALL;
        }
        final ArrayHandling arrays = choice(JSON_ARRAYS, ArrayHandling.values());
        return new JsonOptions(
                text(JSON_PATH),
                (int) number(JSON_DEPTH, text(JSON_DEPTH).orElseThrow()),
                arrays.arrays(),
                arrays == ArrayHandling.EXPLODE ? text(EXPLODED_FIELD) : Optional.empty());
    }

    private CsvOptions csv() {
        if (format() != SourceFormat.DETECT && format() != SourceFormat.CSV) {
            return CsvOptions.DETECT_ALL;
        }
        return new CsvOptions(
                text(CSV_DELIMITER).map(delimiter -> character(CSV_DELIMITER, delimiter)),
                text(CSV_QUOTE).map(quote -> character(CSV_QUOTE, quote)),
                text(CSV_CHARSET).map(Charset::forName),
                choice(CSV_HEADER, HeaderMode.values()).header());
    }

    /** A character, or its name where it cannot be seen. */
    private static char character(final PropertyDescriptor property, final String text) {
        final String character = text.equalsIgnoreCase("tab") || text.equals("\\t") ? "\t" : text;
        if (character.length() != 1) {
            throw new IllegalArgumentException(
                    "%s: expected one character, or tab, found [%s]".formatted(property.getName(), text));
        }
        return character.charAt(0);
    }

    private TypingOptions typing() {
        final String share = text(MAXIMUM_MISFIT_SHARE).orElse("0");
        final Map<String, DataType> hints = new LinkedHashMap<>();
        map(TYPE_HINTS).forEach((column, type) -> hints.put(column, dataType(type)));
        return new TypingOptions(
                new NullWords(list(NULL_WORDS), list(NULL_WORDS_EXCEPT_AMONG_TEXTS), list(VERBATIM_COLUMNS)),
                number(MAXIMUM_MISFIT_SHARE, share),
                hints,
                choice(DATE_CALENDAR, SourceCalendar.values()).calendar());
    }

    /** Such a property always has a value, so the attribute goes before it. */
    private <E extends DescribedValue> E choice(final PropertyDescriptor property, final E[] values) {
        final String named = attributes.getOrDefault(
                attribute(property), context.getProperty(property).getValue());
        return Arrays.stream(values)
                .filter(value -> value.getValue().equalsIgnoreCase(named.strip().replaceAll("[ -]", "_")))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "%s: expected one of %s, found [%s]".formatted(property.getName(), List.of(values), named)));
    }

    private static DataType dataType(final String name) {
        return Arrays.stream(DataType.values())
                .filter(type -> type.wireName().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("%s: expected string, numeric, datetime or boolean, found [%s]"
                                .formatted(TYPE_HINTS.getName(), name)));
    }

    private SeriesOptions series() {
        return new SeriesOptions(
                text(DATE_COLUMN),
                list(METRIC_COLUMNS),
                list(ENTITY_COLUMNS),
                choice(TIME_SERIES, TimeSeriesMode.values()) == TimeSeriesMode.REQUIRE);
    }

    private TableSelection selection() {
        final Optional<String> limit = text(ROW_LIMIT);
        return new TableSelection(
                list(SELECTED_COLUMNS),
                map(COLUMN_MAPPING),
                text(ROW_FILTER).map(RowFilter::parse),
                limit.isPresent() ? (long) number(ROW_LIMIT, limit.get()) : Long.MAX_VALUE);
    }

    private static double number(final PropertyDescriptor property, final String text) {
        try {
            return Double.parseDouble(text);
        } catch (final NumberFormatException e) {
            throw new IllegalArgumentException(
                    "%s: expected a number, found [%s]".formatted(property.getName(), text), e);
        }
    }

    /** The property's value, or where it is empty or as it comes that of the option's attribute. */
    Optional<String> text(final PropertyDescriptor property) {
        final PropertyValue value = context.getProperty(property);
        final Optional<String> attribute =
                Optional.ofNullable(attributes.get(attribute(property))).filter(text -> !text.isBlank());
        if (attribute.isPresent() && isAsItComes(property)) {
            return attribute;
        }
        final String evaluated = property.isExpressionLanguageSupported()
                ? value.evaluateAttributeExpressions(attributes).getValue()
                : value.getValue();
        return Optional.ofNullable(evaluated).filter(text -> !text.isBlank()).or(() -> attribute);
    }

    private boolean isAsItComes(final PropertyDescriptor property) {
        final String raw = context.getAllProperties().get(property.getName());
        return raw == null || raw.equals(property.getDefaultValue());
    }

    /** Such as {@code mimir.option.row.filter}. */
    static String attribute(final PropertyDescriptor property) {
        return ATTRIBUTE_PREFIX + property.getName().toLowerCase(Locale.ROOT).replace(' ', '.');
    }

    private List<String> list(final PropertyDescriptor property) {
        final String text = text(property).orElse("").strip();
        if (text.startsWith("[")) {
            return json(property, text, new TypeReference<List<String>>() {});
        }
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private Map<String, String> map(final PropertyDescriptor property) {
        final String text = text(property).orElse("").strip();
        if (text.startsWith("{")) {
            return json(property, text, new TypeReference<Map<String, String>>() {});
        }
        final Map<String, String> map = new LinkedHashMap<>();
        for (final String pair : list(property)) {
            final int separator = pair.indexOf('=');
            if (separator < 1 || separator == pair.length() - 1) {
                throw new IllegalArgumentException(
                        "%s: expected column=value, found [%s]".formatted(property.getName(), pair));
            }
            map.put(
                    pair.substring(0, separator).strip(),
                    pair.substring(separator + 1).strip());
        }
        return map;
    }

    private static <T> T json(final PropertyDescriptor property, final String text, final TypeReference<T> type) {
        try {
            return MAPPER.readValue(text, type);
        } catch (final JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "%s: not the JSON that was expected: %s".formatted(property.getName(), e.getOriginalMessage()), e);
        }
    }
}
