/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import io.nifimimir.sandbox.client.Bundle;
import io.nifimimir.sandbox.client.Connection;
import io.nifimimir.sandbox.client.ControllerService;
import io.nifimimir.sandbox.client.NiFiClient;
import io.nifimimir.sandbox.client.Position;
import io.nifimimir.sandbox.client.Processor;
import io.nifimimir.sandbox.client.QueuedFlowFile;
import io.nifimimir.sandbox.client.VerificationStep;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Conversion of real files in a real NiFi, read back by the record readers that NiFi brings. */
@ExtendWith({SharedNiFi.class, Troubleshooting.class})
@Timeout(300)
class ConversionIT {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final Path SAMPLES = Path.of("..", "samples");
    private static final Path PUBLIC = Path.of("..", "..", "shared", "bench");
    private static final Bundle READERS = Bundle.ofNiFi("nifi-record-serialization-services-nar", "2.3.0");

    @TempDir
    private Path inbox;

    private NiFiClient client;
    private String group;

    @BeforeEach
    void setUp(final NiFiClient shared) {
        client = shared;
        group = client.processGroups()
                .create(client.processGroups().rootId(), "Conversion", new Position(0, 0))
                .id();
    }

    /** Each sample and, where they lie beside the checkout, each public file, in both encodings. */
    @ParameterizedTest
    @ValueSource(strings = {"JSON", "AVRO"})
    void eachFileBecomesADatasetThatNiFiReadsBack(final String encoding) throws IOException {
        final Map<String, Long> files = copyFiles();
        final Processor convert = convert(Map.of("Output Encoding", encoding));
        final Processor getFile = getFile();
        client.connections().create(getFile, convert, "success");
        final Connection failures =
                client.connections().create(convert, Flows.sink(client, group), "failure", "ambiguous");
        final Processor readBack = encoding.equals("AVRO")
                ? readBack("org.apache.nifi.avro.AvroReader", Map.of())
                : readBack(
                        "org.apache.nifi.json.JsonTreeReader",
                        Map.of("starting-field-strategy", "NESTED_FIELD", "starting-field-name", "rows"));
        client.connections().create(convert, readBack, "success");
        final Connection read = client.connections().create(readBack, Flows.sink(client, group), "success");
        final Connection unread = client.connections().create(readBack, Flows.sink(client, group), "failure");

        List.of(getFile, convert, readBack)
                .forEach(processor -> client.processors().start(processor.id()));
        client.connections().awaitQueued(read.id(), files.size(), DEADLINE);

        assertEquals(0, client.connections().get(failures.id()).queuedCount());
        assertEquals(0, client.connections().get(unread.id()).queuedCount());
        final Map<String, Long> counts = new TreeMap<>();
        for (final QueuedFlowFile flowFile : client.connections().flowFiles(read.id())) {
            counts.put(
                    flowFile.attributes().get("filename"),
                    Long.valueOf(flowFile.attributes().get("record.count")));
        }
        assertEquals(files, counts);
    }

    @Test
    void avroReaderOfNiFiReadsTheTypes() throws IOException {
        Files.writeString(
                inbox.resolve("types.csv"), "code,n,price,day\n007,9007199254740993,1.50,2024-05-01\n008,2,,\n");
        final Processor convert = convert(Map.of("Output Encoding", "AVRO"));
        final Processor getFile = getFile();
        client.connections().create(getFile, convert, "success");
        client.connections().create(convert, Flows.sink(client, group), "failure", "ambiguous");
        final Processor readBack = readBack("org.apache.nifi.avro.AvroReader", Map.of());
        client.connections().create(convert, readBack, "success");
        final Connection read = client.connections().create(readBack, Flows.sink(client, group), "success");
        client.connections().create(readBack, Flows.sink(client, group), "failure");

        List.of(getFile, convert, readBack)
                .forEach(processor -> client.processors().start(processor.id()));
        client.connections().awaitQueued(read.id(), 1, DEADLINE);

        final QueuedFlowFile csv = client.connections().flowFiles(read.id()).getFirst();
        assertEquals(
                "code,n,price,day\n007,9007199254740993,1.5,2024-05-01\n008,2,,\n",
                new String(client.connections().content(read.id(), csv), StandardCharsets.UTF_8));
    }

    /** Two sheets, one of them with a second table below the first. */
    @Test
    void eachTableOfAWorkbookBecomesADataset() throws IOException {
        writeWorkbook(inbox.resolve("stock.xlsx"));
        final Processor convert = convert(Map.of("Sheet Name", "*"));
        final Processor getFile = getFile();
        client.connections().create(getFile, convert, "success");
        client.connections().create(convert, Flows.sink(client, group), "failure", "ambiguous");
        final Connection datasets = client.connections().create(convert, Flows.sink(client, group), "success");

        List.of(getFile, convert).forEach(processor -> client.processors().start(processor.id()));
        client.connections().awaitQueued(datasets.id(), 3, DEADLINE);

        final Map<String, String> tables = new TreeMap<>();
        for (final QueuedFlowFile flowFile : client.connections().flowFiles(datasets.id())) {
            assertEquals("3", flowFile.attributes().get("fragment.count"));
            final String content =
                    new String(client.connections().content(datasets.id(), flowFile), StandardCharsets.UTF_8);
            tables.put(flowFile.attributes().get("mimir.table"), content.substring(content.indexOf("\"rows\":")));
        }
        assertEquals(
                Map.of(
                        "Stock", "\"rows\":[{\"item\":\"tent\",\"boxes\":0},{\"item\":\"soap\",\"boxes\":1}]}",
                        "Stock!A6",
                                "\"rows\":[{\"driver\":\"Amina\",\"day\":\"2024-05-01\"},{\"driver\":\"Karim\",\"day\":\"2024-05-02\"}]}",
                        "Sites", "\"rows\":[{\"site\":\"Herat\",\"open\":true},{\"site\":\"Kabul\",\"open\":false}]}"),
                tables);
    }

    private static void writeWorkbook(final Path file) throws IOException {
        try (XSSFWorkbook workbook = new XSSFWorkbook();
                OutputStream output = Files.newOutputStream(file)) {
            final CellStyle day = workbook.createCellStyle();
            day.setDataFormat(workbook.createDataFormat().getFormat("d mmm yy"));
            final Sheet stock = workbook.createSheet("Stock");
            row(stock, 0, "item", "boxes");
            row(stock, 1, "tent", 0);
            row(stock, 2, "soap", 1);
            row(stock, 5, "driver", "day");
            row(stock, 6, "Amina", LocalDate.of(2024, 5, 1)).getCell(1).setCellStyle(day);
            row(stock, 7, "Karim", LocalDate.of(2024, 5, 2)).getCell(1).setCellStyle(day);
            final Sheet sites = workbook.createSheet("Sites");
            row(sites, 0, "site", "open");
            row(sites, 1, "Herat", true);
            row(sites, 2, "Kabul", false);
            workbook.write(output);
        }
    }

    private static Row row(final Sheet sheet, final int number, final String first, final Object second) {
        final Row row = sheet.createRow(number);
        row.createCell(0).setCellValue(first);
        switch (second) {
            case final Boolean truth -> row.createCell(1).setCellValue(truth);
            case final Number value -> row.createCell(1).setCellValue(value.doubleValue());
            case final LocalDate date -> row.createCell(1).setCellValue(date);
            default -> row.createCell(1).setCellValue(second.toString());
        }
        return row;
    }

    /** What could be read in two ways waits for a person, with both of them in its attributes. */
    @Test
    void ambiguousFileIsNotGuessed() throws IOException {
        Files.writeString(inbox.resolve("prices.csv"), "12,50\n13,75\n14,20\n");
        final Processor convert = convert(Map.of());
        final Processor getFile = getFile();
        client.connections().create(getFile, convert, "success");
        client.connections().create(convert, Flows.sink(client, group), "success", "failure");
        final Connection ambiguous = client.connections().create(convert, Flows.sink(client, group), "ambiguous");

        List.of(getFile, convert).forEach(processor -> client.processors().start(processor.id()));
        client.connections().awaitQueued(ambiguous.id(), 1, DEADLINE);

        final QueuedFlowFile prices =
                client.connections().flowFiles(ambiguous.id()).getFirst();
        final Map<String, String> attributes = prices.attributes();
        assertTrue(attributes.get("mimir.error").contains("CSV Delimiter"), attributes.toString());
        assertTrue(attributes.get("mimir.reading.1").contains("12"), attributes.toString());
        assertTrue(attributes.get("mimir.reading.2").contains("13"), attributes.toString());
        assertEquals(
                "12,50\n13,75\n14,20\n",
                new String(client.connections().content(ambiguous.id(), prices), StandardCharsets.UTF_8));
    }

    @Test
    void recordReaderOfNiFiIsASource() throws IOException {
        Files.writeString(inbox.resolve("codes.txt"), "code|n\n00123|1\n00456|2\n");
        final ControllerService reader = client.controllerServices()
                .create(
                        group,
                        "org.apache.nifi.csv.CSVReader",
                        READERS,
                        "Pipes",
                        Map.of(
                                "schema-access-strategy", "csv-header-derived",
                                "Value Separator", "|"));
        client.controllerServices().enable(reader.id());
        final Processor convert =
                convert(Map.of("Source Format", "RECORD", "Record Reader", reader.id(), "Row Filter", "n = '2'"));
        final Processor getFile = getFile();
        client.connections().create(getFile, convert, "success");
        client.connections().create(convert, Flows.sink(client, group), "failure", "ambiguous");
        final Connection datasets = client.connections().create(convert, Flows.sink(client, group), "success");

        List.of(getFile, convert).forEach(processor -> client.processors().start(processor.id()));
        client.connections().awaitQueued(datasets.id(), 1, DEADLINE);

        final QueuedFlowFile dataset =
                client.connections().flowFiles(datasets.id()).getFirst();
        assertEquals("record", dataset.attributes().get("mimir.source"));
        final String content = new String(client.connections().content(datasets.id(), dataset), StandardCharsets.UTF_8);
        assertTrue(content.endsWith("\"rows\":[{\"code\":\"00456\",\"n\":\"2\"}]}"), content);
    }

    @Test
    void verificationTellsWhatWouldBeDone() {
        final Processor convert = convert(Map.of("Row Filter", "${filter}"));

        assertEquals("SUCCESSFUL", options(convert, "cases > 10").outcome());
        assertTrue(options(convert, "cases > 10").explanation().contains("cases > 10"));
        assertEquals("FAILED", options(convert, "cases >").outcome());
        assertTrue(options(convert, "cases >").explanation().contains("character 8"));
    }

    private VerificationStep options(final Processor convert, final String filter) {
        return client.processors().verify(convert.id(), Map.of("filter", filter)).stream()
                .filter(step -> step.verificationStepName().equals("Evaluate Options"))
                .findFirst()
                .orElseThrow();
    }

    /** Returns the number of rows by file name, as far as the file itself tells it. */
    private Map<String, Long> copyFiles() throws IOException {
        final Map<String, Long> rows = new TreeMap<>(Map.of(
                "archery_scores_2024.xlsx", 312L,
                "cold_chain_sensors.csv", 4_261L,
                "field_reports.json", 1_151L,
                "stock_levels.csv", 2_700L));
        for (final String name : rows.keySet()) {
            Files.copy(SAMPLES.resolve(name), inbox.resolve(name));
        }
        if (Files.isDirectory(PUBLIC)) {
            for (final Path file : publicFiles()) {
                final String name = file.getFileName().toString();
                Files.copy(file, inbox.resolve(name));
                rows.put(name, records(file) - 1);
            }
        }
        return rows;
    }

    private static List<Path> publicFiles() throws IOException {
        try (Stream<Path> series = Files.walk(PUBLIC.resolve("anomaly").resolve("data"));
                Stream<Path> tables = Files.walk(PUBLIC.resolve("automl").resolve("split"))) {
            return Stream.concat(series, tables)
                    .filter(file -> file.toString().endsWith(".csv"))
                    .sorted()
                    .toList();
        }
    }

    /** Lines, but for those that end within quotes. */
    private static long records(final Path file) throws IOException {
        long records = 0;
        boolean quoted = false;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                quoted ^= line.chars().filter(character -> character == '"').count() % 2 == 1;
                records += quoted || line.isEmpty() ? 0 : 1;
            }
        }
        return records;
    }

    private Processor getFile() {
        return client.processors()
                .create(
                        group,
                        "org.apache.nifi.processors.standard.GetFile",
                        Flows.STANDARD,
                        "Pick up",
                        new Position(0, 0),
                        Map.of("Input Directory", inbox.toString()));
    }

    private Processor convert(final Map<String, String> properties) {
        final Processor convert = client.processors()
                .create(
                        group,
                        "io.nifimimir.processors.ConvertToUnifiedDataset",
                        Flows.MIMIR,
                        "Convert",
                        new Position(0, 250),
                        properties);
        return client.processors().autoTerminate(convert.id(), Set.of("rejected"));
    }

    /** NiFi's own ConvertRecord, that reads the rows of a dataset and writes them as CSV. */
    private Processor readBack(final String readerType, final Map<String, String> properties) {
        final ControllerService reader =
                client.controllerServices().create(group, readerType, READERS, "Rows", properties);
        final ControllerService writer = client.controllerServices()
                .create(
                        group,
                        "org.apache.nifi.csv.CSVRecordSetWriter",
                        READERS,
                        "CSV",
                        Map.of("Date Format", "yyyy-MM-dd"));
        client.controllerServices().enable(reader.id());
        client.controllerServices().enable(writer.id());
        return client.processors()
                .create(
                        group,
                        "org.apache.nifi.processors.standard.ConvertRecord",
                        Flows.STANDARD,
                        "Read back",
                        new Position(0, 500),
                        Map.of("Record Reader", reader.id(), "Record Writer", writer.id()));
    }
}
