/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import io.nifimimir.dataset.Column;
import io.nifimimir.dataset.DataType;
import io.nifimimir.dataset.DatasetReader;
import io.nifimimir.dataset.DatasetReaders;
import io.nifimimir.dataset.JsonDatasetReader;
import org.apache.nifi.components.ConfigVerificationResult;
import org.apache.nifi.components.ConfigVerificationResult.Outcome;
import org.apache.nifi.flowfile.attributes.CoreAttributes;
import org.apache.nifi.provenance.ProvenanceEventType;
import org.apache.nifi.reporting.InitializationException;
import org.apache.nifi.serialization.record.MockRecordParser;
import org.apache.nifi.serialization.record.RecordFieldType;
import org.apache.nifi.util.MockFlowFile;
import org.apache.nifi.util.TestRunner;
import org.apache.nifi.util.TestRunners;
import org.apache.poi.poifs.crypt.EncryptionInfo;
import org.apache.poi.poifs.crypt.EncryptionMode;
import org.apache.poi.poifs.crypt.Encryptor;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ConvertToUnifiedDatasetTest {
    private static final String SERIES = "day,site,cases\n" + series();

    private TestRunner runner;

    @BeforeEach
    void setUp() {
        runner = TestRunners.newTestRunner(new ConvertToUnifiedDataset());
        runner.enforceReadStreamsClosed(true);
    }

    @Test
    void tableBecomesADatasetWithAttributes() throws IOException {
        runner.enqueue(SERIES, Map.of(CoreAttributes.FILENAME.key(), "cases.csv"));

        runner.run();

        runner.assertAllFlowFilesTransferred(ConvertToUnifiedDataset.SUCCESS, 1);
        final MockFlowFile dataset = runner.getFlowFilesForRelationship(ConvertToUnifiedDataset.SUCCESS)
                .getFirst();
        dataset.assertAttributeEquals(MimirAttributes.SOURCE, "csv");
        dataset.assertAttributeEquals(MimirAttributes.RECORD_COUNT, "60");
        dataset.assertAttributeEquals(MimirAttributes.COLUMN_COUNT, "3");
        dataset.assertAttributeEquals(MimirAttributes.TIME_SERIES_DATE_COLUMN, "day");
        dataset.assertAttributeEquals(MimirAttributes.TIME_SERIES_ENTITY_COLUMNS, "site");
        dataset.assertAttributeEquals(MimirAttributes.TIME_SERIES_METRIC_COLUMNS, "cases");
        dataset.assertAttributeEquals(MimirAttributes.TIME_SERIES_FREQUENCY, "daily");
        dataset.assertAttributeEquals(MimirAttributes.TIME_SERIES_COUNT, "2");
        dataset.assertAttributeEquals(CoreAttributes.MIME_TYPE.key(), "application/json");
        dataset.assertAttributeEquals(CoreAttributes.FILENAME.key(), "cases.csv");
        assertEquals(60, runner.getCounterValue(ConvertToUnifiedDataset.ROWS_CONVERTED_COUNTER));
        try (JsonDatasetReader reader = new JsonDatasetReader(new ByteArrayInputStream(dataset.toByteArray()))) {
            assertEquals("cases.csv", reader.header().metadata().get("source_label"));
        }
        assertEquals(
                "csv to dataset: 60 rows, 3 columns, 2 time series",
                runner.getProvenanceEvents().stream()
                        .filter(event -> event.getEventType() == ProvenanceEventType.CONTENT_MODIFIED)
                        .findFirst()
                        .orElseThrow()
                        .getDetails());
    }

    @Test
    void contentThatIsNoTableGoesToFailureUnchangedAndTheNextOneGoesOn() {
        runner.enqueue("[{\"a\": 1}, {", Map.of(CoreAttributes.FILENAME.key(), "cut.json"));
        runner.enqueue(SERIES);

        runner.run(2);

        runner.assertTransferCount(ConvertToUnifiedDataset.SUCCESS, 1);
        runner.assertTransferCount(ConvertToUnifiedDataset.FAILURE, 1);
        final MockFlowFile failure = runner.getFlowFilesForRelationship(ConvertToUnifiedDataset.FAILURE)
                .getFirst();
        failure.assertContentEquals("[{\"a\": 1}, {");
        assertTrue(
                failure.getAttribute(MimirAttributes.ERROR).contains("element 2"),
                failure.getAttribute(MimirAttributes.ERROR));
        assertEquals(1, runner.getLogger().getErrorMessages().size());
    }

    @Test
    void contentWithTwoReadingsGoesToAmbiguousWithBoth() {
        runner.enqueue("12,50\n13,75\n14,20\n");

        runner.run();

        runner.assertAllFlowFilesTransferred(ConvertToUnifiedDataset.AMBIGUOUS, 1);
        final MockFlowFile ambiguous = runner.getFlowFilesForRelationship(ConvertToUnifiedDataset.AMBIGUOUS)
                .getFirst();
        ambiguous.assertContentEquals("12,50\n13,75\n14,20\n");
        final String columns = ambiguous.getAttribute("mimir.reading.1") + ambiguous.getAttribute("mimir.reading.2");
        assertTrue(columns.contains("\n12 | 50\n13 | 75") && columns.contains("\n12,50\n13,75"), columns);
        assertEquals(1, runner.getLogger().getWarnMessages().size());
    }

    @Test
    void delimiterThatIsSetSettlesWhatIsAmbiguous() {
        runner.setProperty(ConversionProperties.CSV_DELIMITER, "${delimiter}");
        runner.enqueue("12,50\n13,75\n14,20\n", Map.of("delimiter", "tab"));

        runner.run();

        runner.assertAllFlowFilesTransferred(ConvertToUnifiedDataset.SUCCESS, 1);
        runner.getFlowFilesForRelationship(ConvertToUnifiedDataset.SUCCESS)
                .getFirst()
                .assertAttributeEquals(MimirAttributes.COLUMN_COUNT, "1");
    }

    @Test
    void delimiterOfTwoCharactersIsRefused() {
        runner.setProperty(ConversionProperties.CSV_DELIMITER, "||");
        runner.enqueue("a||b\n1||2\n");

        runner.run();

        runner.assertAllFlowFilesTransferred(ConvertToUnifiedDataset.FAILURE, 1);
        final String error = runner.getFlowFilesForRelationship(ConvertToUnifiedDataset.FAILURE)
                .getFirst()
                .getAttribute(MimirAttributes.ERROR);
        assertTrue(error.contains("CSV Delimiter: expected one character, or tab, found [||]"), error);
    }

    @Test
    void rejectedRowsComeOutWithPlaceAndReason() {
        runner.enqueue("a,b\n1,2\n3,4,5\n6,7\n");

        runner.run();

        runner.assertTransferCount(ConvertToUnifiedDataset.SUCCESS, 1);
        final MockFlowFile rejected = runner.getFlowFilesForRelationship(ConvertToUnifiedDataset.REJECTED)
                .getFirst();
        rejected.assertContentEquals(
                "{\"place\":\"line 3\",\"reason\":\"3 fields, expected 2\",\"content\":\"3,4,5\"}\n");
        rejected.assertAttributeEquals(MimirAttributes.RECORD_COUNT, "1");
        assertEquals(1, runner.getCounterValue(ConvertToUnifiedDataset.ROWS_REJECTED_COUNTER));
    }

    @Test
    void rejectedRowsOfAFailureGoWithIt() {
        runner.enqueue("a,b\n1,2,3\n\"4");

        runner.run();

        runner.assertAllFlowFilesTransferred(ConvertToUnifiedDataset.FAILURE, 1);
    }

    @Test
    void optionsAreTakenFromAttributes() {
        runner.setProperty(ConversionProperties.DATE_COLUMN, "${date.column}");
        runner.enqueue(SERIES, Map.of("date.column", "site"));
        runner.enqueue(SERIES, Map.of("date.column", "missing"));

        runner.run(2);

        runner.assertAllFlowFilesTransferred(ConvertToUnifiedDataset.FAILURE, 2);
        final List<String> errors = runner.getFlowFilesForRelationship(ConvertToUnifiedDataset.FAILURE).stream()
                .map(flowFile -> flowFile.getAttribute(MimirAttributes.ERROR))
                .toList();
        assertTrue(errors.get(0).startsWith("Date column [site] is string"), errors.get(0));
        assertTrue(errors.get(1).startsWith("Date column [missing] is not in the table"), errors.get(1));
    }

    @Test
    void calendarIsTakenFromTheAttributeBeforeTheProperty() throws IOException {
        final byte[] dates = "day,n\n1402/02/31,1\n1402/12/29,2\n".getBytes(StandardCharsets.UTF_8);
        runner.enqueue(dates, Map.of("mimir.option.date.calendar", "Solar Hijri"));
        runner.enqueue(dates, Map.of("mimir.option.date.calendar", "Mayan"));

        runner.run(2);

        final MockFlowFile dataset = runner.getFlowFilesForRelationship(ConvertToUnifiedDataset.SUCCESS)
                .getFirst();
        assertTrue(dataset.getContent().contains("2023-05-21"), dataset.getContent());
        final MockFlowFile refused = runner.getFlowFilesForRelationship(ConvertToUnifiedDataset.FAILURE)
                .getFirst();
        assertEquals(
                "The options of the conversion: Date Calendar: expected one of [GREGORIAN, SOLAR_HIJRI, ETHIOPIAN, BUDDHIST], found [Mayan]",
                refused.getAttribute(MimirAttributes.ERROR));
    }

    @Test
    void optionsThatAreNoPropertiesAreTakenFromTheAttributesOfTheirNames() throws IOException {
        runner.setProperty(ConversionProperties.COLUMN_MAPPING, "cases=measles");
        runner.enqueue(
                SERIES,
                Map.of(
                        "mimir.option.row.filter", "site = 'south' and measles > 5",
                        "mimir.option.selected.columns", "site,day,cases",
                        "mimir.option.type.hints", "{\"measles\": \"string\"}",
                        "mimir.option.row.limit", "3"));

        runner.run();

        runner.assertTransferCount(ConvertToUnifiedDataset.SUCCESS, 1);
        final MockFlowFile dataset = runner.getFlowFilesForRelationship(ConvertToUnifiedDataset.SUCCESS)
                .getFirst();
        try (JsonDatasetReader reader = new JsonDatasetReader(new ByteArrayInputStream(dataset.toByteArray()))) {
            assertEquals(
                    List.of("site", "day", "measles"),
                    reader.header().columns().stream().map(Column::name).toList());
            assertEquals(DataType.STRING, reader.header().columns().get(2).dataType());
            assertEquals(3, reader.header().rowCount());
        }
    }

    @Test
    void optionsWithADefaultAreTakenFromTheAttributesOfTheirNames() throws IOException {
        runner.enqueue(
                "1,x\n2,7\n?,8\n" + "3,9\n".repeat(50),
                Map.of(
                        "mimir.option.source.label", "clinic 7",
                        "mimir.option.csv.header", "absent",
                        "mimir.option.null.words", "?",
                        "mimir.option.maximum.misfit.share", "0.1"));

        runner.run();

        runner.assertTransferCount(ConvertToUnifiedDataset.REJECTED, 1);
        final MockFlowFile dataset = runner.getFlowFilesForRelationship(ConvertToUnifiedDataset.SUCCESS)
                .getFirst();
        try (JsonDatasetReader reader = new JsonDatasetReader(new ByteArrayInputStream(dataset.toByteArray()))) {
            assertEquals("clinic 7", reader.header().metadata().get("source_label"));
            assertArrayEquals(new Object[] {1L, null}, reader.next());
            assertArrayEquals(new Object[] {2L, 7L}, reader.next());
            assertArrayEquals(new Object[] {null, 8L}, reader.next());
        }
    }

    @Test
    void nullWordsAreThoseOfThePropertiesAndNoneInVerbatimColumns() throws IOException {
        runner.setProperty(ConversionProperties.VERBATIM_COLUMNS, "outcome");
        runner.enqueue("site,outcome,cases\nnorth,NA,NA\nNone,cured,none\nNA,NA,4\n");

        runner.run();

        final List<MockFlowFile> datasets = runner.getFlowFilesForRelationship(ConvertToUnifiedDataset.SUCCESS);
        try (JsonDatasetReader reader = new JsonDatasetReader(
                new ByteArrayInputStream(datasets.getFirst().toByteArray()))) {
            assertArrayEquals(new Object[] {"north", "NA", null}, reader.next());
            assertArrayEquals(new Object[] {"None", "cured", null}, reader.next());
            assertArrayEquals(new Object[] {null, "NA", 4L}, reader.next());
            assertEquals(Optional.of("1 as NA, 1 as none"), reader.header().findNullWords("cases"));
        }
    }

    @Test
    void rejectedRowsOfAnArchiveNameTheirTable() throws IOException {
        final ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(packed)) {
            for (final String name : List.of("north.csv", "south.csv")) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write("a,b\n1,2\n3,4,5\n6,7\n".getBytes(StandardCharsets.UTF_8));
            }
        }
        runner.enqueue(packed.toByteArray());

        runner.run();

        final List<MockFlowFile> rejected = runner.getFlowFilesForRelationship(ConvertToUnifiedDataset.REJECTED);
        assertEquals(
                List.of("north.csv", "south.csv"),
                rejected.stream()
                        .map(rows -> rows.getAttribute(MimirAttributes.TABLE))
                        .toList());
    }

    @Test
    void optionsThatAreWrongAreNamed() {
        runner.setProperty(ConversionProperties.ROW_FILTER, "${filter}");
        runner.enqueue(SERIES, Map.of("filter", "cases >"));

        runner.run();

        runner.assertAllFlowFilesTransferred(ConvertToUnifiedDataset.FAILURE, 1);
        final String error = runner.getFlowFilesForRelationship(ConvertToUnifiedDataset.FAILURE)
                .getFirst()
                .getAttribute(MimirAttributes.ERROR);
        assertEquals(
                "The options of the conversion: Row filter, character 8: expected a value, texts in single quotes, found the end",
                error);
        assertEquals(
                Outcome.FAILED,
                Stores.verify(runner, Map.of("filter", "cases >")).getFirst().getOutcome());
    }

    @Test
    void oddCellsWithinTheShareBecomeNullsAndAreRejectedWithTheirPlace() {
        runner.setProperty(ConversionProperties.MAXIMUM_MISFIT_SHARE, "0.05");
        runner.enqueue(SERIES.replaceFirst(",\\d+\n", ",many\n"));

        runner.run();

        runner.assertTransferCount(ConvertToUnifiedDataset.SUCCESS, 1);
        runner.getFlowFilesForRelationship(ConvertToUnifiedDataset.REJECTED)
                .getFirst()
                .assertContentEquals(
                        "{\"place\":\"line 2\",\"reason\":\"expected a plain number\",\"column\":\"cases\",\"value\":\"many\"}\n");
    }

    @Test
    void tableWithoutTimeSeriesGoesToFailureWhereOneIsRequired() {
        runner.setProperty(ConversionProperties.TIME_SERIES, TimeSeriesMode.REQUIRE);
        runner.enqueue("a,b\nx,1\ny,2\n");

        runner.run();

        runner.assertAllFlowFilesTransferred(ConvertToUnifiedDataset.FAILURE, 1);
    }

    @Test
    void recordsKeepTheTypesOfTheirSchema() throws Exception {
        final MockRecordParser reader = new MockRecordParser();
        reader.addSchemaField("code", RecordFieldType.STRING);
        reader.addSchemaField("amount", RecordFieldType.DECIMAL);
        reader.addSchemaField("at", RecordFieldType.TIMESTAMP);
        reader.addSchemaField("tags", RecordFieldType.ARRAY);
        reader.addRecord(
                "00123", new BigDecimal("123456789012345678.12"), Timestamp.from(Instant.EPOCH), new Object[] {"a", 1});
        reader.addRecord("7", null, null, null);
        useReader(reader);
        runner.enqueue("whatever the reader reads");

        runner.run();

        runner.assertTransferCount(ConvertToUnifiedDataset.SUCCESS, 1);
        final MockFlowFile dataset = runner.getFlowFilesForRelationship(ConvertToUnifiedDataset.SUCCESS)
                .getFirst();
        dataset.assertAttributeEquals(MimirAttributes.SOURCE, "record");
        try (JsonDatasetReader rows = new JsonDatasetReader(new ByteArrayInputStream(dataset.toByteArray()))) {
            assertArrayEquals(
                    new Object[] {
                        "00123",
                        new BigDecimal("123456789012345678.12"),
                        OffsetDateTime.parse("1970-01-01T00:00:00Z"),
                        "[\"a\",1]"
                    },
                    rows.next());
            assertArrayEquals(new Object[] {"7", null, null, null}, rows.next());
        }
    }

    @Test
    void recordThatCannotBeReadIsNamed() throws Exception {
        final MockRecordParser reader = new MockRecordParser();
        reader.addSchemaField("code", RecordFieldType.STRING);
        reader.addRecord("1");
        reader.addRecord("2");
        reader.failAfter(1);
        useReader(reader);
        runner.enqueue("whatever the reader reads");

        runner.run();

        runner.assertAllFlowFilesTransferred(ConvertToUnifiedDataset.FAILURE, 1);
        final String error = runner.getFlowFilesForRelationship(ConvertToUnifiedDataset.FAILURE)
                .getFirst()
                .getAttribute(MimirAttributes.ERROR);
        assertTrue(error.startsWith("Record 2 cannot be read"), error);
    }

    private void useReader(final MockRecordParser reader) throws InitializationException {
        runner.addControllerService("reader", reader);
        runner.enableControllerService(reader);
        runner.setProperty(ConversionProperties.SOURCE_FORMAT, SourceFormat.RECORD);
        runner.setProperty(ConversionProperties.RECORD_READER, "reader");
    }

    @Test
    void datasetIsWrittenAsAvroWhereThatIsSet() throws IOException {
        runner.setProperty(ConversionProperties.OUTPUT_ENCODING, OutputEncoding.AVRO);
        runner.enqueue(SERIES);

        runner.run();

        runner.assertAllFlowFilesTransferred(ConvertToUnifiedDataset.SUCCESS, 1);
        final MockFlowFile dataset = runner.getFlowFilesForRelationship(ConvertToUnifiedDataset.SUCCESS)
                .getFirst();
        dataset.assertAttributeEquals(CoreAttributes.MIME_TYPE.key(), "application/avro-binary");
        try (DatasetReader reader = DatasetReaders.open(new ByteArrayInputStream(dataset.toByteArray()))) {
            assertEquals(60, reader.header().rowCount());
            assertArrayEquals(new Object[] {LocalDate.of(2024, 4, 1), "north", 7L}, reader.next());
        }
    }

    @Test
    void formatThatIsSetIsNotQuestioned() {
        runner.setProperty(ConversionProperties.SOURCE_FORMAT, SourceFormat.EXCEL);
        runner.enqueue(SERIES);

        runner.run();

        runner.assertAllFlowFilesTransferred(ConvertToUnifiedDataset.FAILURE, 1);
    }

    @Test
    void verificationTellsWhatWouldBeDone() {
        runner.setProperty(ConversionProperties.DATE_COLUMN, "${date.column}");

        final List<ConfigVerificationResult> results = Stores.verify(runner, Map.of("date.column", "day"));

        assertTrue(results.stream().allMatch(result -> result.getOutcome() == Outcome.SUCCESSFUL), results.toString());
        assertTrue(results.getLast().getExplanation().contains("date column: day"), results.toString());
    }

    @Test
    void protectedWorkbookOpensWithItsPasswordOnly() throws IOException, GeneralSecurityException {
        final byte[] workbook = protectedWorkbook("tent-42");
        runner.setProperty(ConversionProperties.WORKBOOK_PASSWORD, "wrong");
        runner.enqueue(workbook);
        runner.run();
        runner.setProperty(ConversionProperties.WORKBOOK_PASSWORD, "tent-42");
        runner.enqueue(workbook);
        runner.run();

        runner.assertTransferCount(ConvertToUnifiedDataset.FAILURE, 1);
        runner.assertTransferCount(ConvertToUnifiedDataset.SUCCESS, 1);
        final MockFlowFile failure = runner.getFlowFilesForRelationship(ConvertToUnifiedDataset.FAILURE)
                .getFirst();
        failure.assertContentEquals(workbook);
        assertTrue(
                failure.getAttribute(MimirAttributes.ERROR).contains("Workbook Password"),
                failure.getAttribute(MimirAttributes.ERROR));
        assertFalse(failure.getAttribute(MimirAttributes.ERROR).contains("wrong"));
        runner.getFlowFilesForRelationship(ConvertToUnifiedDataset.SUCCESS)
                .getFirst()
                .assertAttributeEquals(MimirAttributes.OTHER_TABLES, "Stock!A5");
    }

    @Test
    void verificationNamesTheOptionsOfTheText() {
        runner.setProperty(ConversionProperties.CSV_DELIMITER, "tab");

        final List<ConfigVerificationResult> results = Stores.verify(runner, Map.of());

        assertTrue(results.getLast().getExplanation().contains("CSV delimiter: tab"), results.toString());
    }

    private static byte[] protectedWorkbook(final String password) throws IOException, GeneralSecurityException {
        final ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (POIFSFileSystem file = new POIFSFileSystem();
                XSSFWorkbook workbook = new XSSFWorkbook()) {
            final XSSFSheet sheet = workbook.createSheet("Stock");
            final String[][] rows = {
                {"item", "amount"}, {"ORS", "10"}, {"Soap", "20"}, {}, {"name", "role"}, {"Amina", "1"}
            };
            for (int number = 0; number < rows.length; number++) {
                final Row row = sheet.createRow(number);
                for (int column = 0; column < rows[number].length; column++) {
                    if (column == 1 && number != 0 && number != 4) {
                        row.createCell(column).setCellValue(Double.parseDouble(rows[number][column]));
                    } else {
                        row.createCell(column).setCellValue(rows[number][column]);
                    }
                }
            }
            final Encryptor encryptor = new EncryptionInfo(EncryptionMode.agile).getEncryptor();
            encryptor.confirmPassword(password);
            try (OutputStream output = encryptor.getDataStream(file)) {
                workbook.write(output);
            }
            file.writeFilesystem(content);
        }
        return content.toByteArray();
    }

    private static String series() {
        final StringBuilder rows = new StringBuilder();
        for (int day = 1; day <= 30; day++) {
            rows.append(
                    "2024-04-%02d,north,%d\n2024-04-%02d,south,%d\n".formatted(day, day * 7 % 13, day, day * 3 % 11));
        }
        return rows.toString();
    }
}
