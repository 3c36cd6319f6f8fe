/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.benchmarks;

import org.apache.nifi.avro.AvroRecordSetWriter;
import org.apache.nifi.controller.ControllerService;
import org.apache.nifi.csv.CSVReader;
import org.apache.nifi.json.JsonRecordSetWriter;
import org.apache.nifi.json.JsonTreeReader;
import org.apache.nifi.processors.standard.ConvertRecord;
import org.apache.nifi.util.TestRunner;
import org.apache.nifi.util.TestRunners;

import java.util.Map;
import java.util.function.Supplier;

/** The processors that are compared. */
final class Contenders {
    private static final String READER = "reader";
    private static final String WRITER = "writer";
    private static final String ENCODING = "Output Encoding";

    private Contenders() {}

    static Contender mimir() {
        return new ProcessorContender("ConvertToUnifiedDataset", Contenders::converter);
    }

    /** The processor that writes Avro. */
    static Contender mimirToAvro() {
        return new ProcessorContender("ConvertToUnifiedDataset to Avro", () -> {
            final TestRunner runner = converter();
            runner.setProperty(ENCODING, "AVRO");
            return runner;
        });
    }

    private static TestRunner converter() {
        return TestRunners.newTestRunner(BundleLoader.processor());
    }

    /** @param parser one of CSVReader's parsers */
    static Contender csvToJson(final String parser) {
        return convertRecord(
                "ConvertRecord, " + parser, CSVReader::new, csvProperties(parser), JsonRecordSetWriter::new);
    }

    /** @param parser one of CSVReader's parsers */
    static Contender csvToAvro(final String parser) {
        return convertRecord(
                "ConvertRecord, " + parser, CSVReader::new, csvProperties(parser), AvroRecordSetWriter::new);
    }

    static Contender jsonToJson() {
        return convertRecord(
                "ConvertRecord, JsonTreeReader",
                JsonTreeReader::new,
                Map.of("schema-access-strategy", "infer-schema"),
                JsonRecordSetWriter::new);
    }

    private static Map<String, String> csvProperties(final String parser) {
        return Map.of("schema-access-strategy", "infer-schema", "csv-reader-csv-parser", parser);
    }

    private static Contender convertRecord(
            final String name,
            final Supplier<ControllerService> readers,
            final Map<String, String> readerProperties,
            final Supplier<ControllerService> writers) {
        return new ProcessorContender(name, () -> {
            final TestRunner runner = TestRunners.newTestRunner(new ConvertRecord());
            final ControllerService reader = readers.get();
            runner.addControllerService(READER, reader);
            for (final Map.Entry<String, String> property : readerProperties.entrySet()) {
                runner.setProperty(reader, property.getKey(), property.getValue());
            }
            runner.enableControllerService(reader);
            final ControllerService writer = writers.get();
            runner.addControllerService(WRITER, writer);
            runner.enableControllerService(writer);
            runner.setProperty("Record Reader", READER);
            runner.setProperty("Record Writer", WRITER);
            return runner;
        });
    }
}
