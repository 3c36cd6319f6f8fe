/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.benchmarks;

import org.apache.nifi.reporting.InitializationException;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** ConvertToUnifiedDataset beside ConvertRecord with the inferring reader of the same format, on the same bytes, in one JVM. */
public final class IngestBenchmark {
    private static final int ROWS = 300_000;
    private static final int WORKBOOK_ROWS = 100_000;
    private static final int WARM_UPS = 8;
    private static final int ROUNDS = 7;

    /** A small file is done in milliseconds, and a NiFi that gets many of them is warm. */
    private static final int SMALL_WARM_UPS = 40;

    private static final int SMALL_ROUNDS = 31;
    private static final int SMALL_BYTES = 2_000_000;
    private static final List<String> PARSERS = List.of("commons-csv", "jackson-csv", "fast-csv");

    /** Where the public files lie, beside the checkout. */
    private static final Path PUBLIC = Path.of("..", "shared", "bench");

    private final PrintStream out;
    private final List<String> summary = new ArrayList<>();

    private final String wanted;

    private IngestBenchmark(final PrintStream out, final String wanted) {
        this.out = out;
        this.wanted = wanted;
    }

    /** @param arguments a part of the titles of the comparisons that are wanted; nothing: all */
    public static void main(final String[] arguments) throws IOException, InitializationException {
        new IngestBenchmark(System.out, String.join(" ", arguments)).run();
    }

    private void run() throws IOException, InitializationException {
        final GeneratedTable table = new GeneratedTable(ROWS);
        out.printf(
                "%,d rows of 12 columns, %d rounds after %d to warm up; small files %d after %d%n",
                ROWS, ROUNDS, WARM_UPS, SMALL_ROUNDS, SMALL_WARM_UPS);
        final byte[] csv = table.csv();
        // One for all, so that both sides are as warm
        final Contender toJson = Contenders.mimir();
        for (final String parser : PARSERS) {
            compare("CSV to JSON", csv, ROWS, toJson, Contenders.csvToJson(parser));
        }
        final Contender toAvro = Contenders.mimirToAvro();
        for (final String parser : PARSERS) {
            compare("CSV to Avro", csv, ROWS, toAvro, Contenders.csvToAvro(parser));
        }
        compare("JSON to JSON", table.json(), ROWS, toJson, Contenders.jsonToJson());
        compare(
                "XLSX to JSON",
                new GeneratedTable(WORKBOOK_ROWS).xlsx(),
                WORKBOOK_ROWS,
                toJson,
                new StreamedWorkbook());
        comparePublic(toJson);
        out.println();
        summary.forEach(out::println);
    }

    private void comparePublic(final Contender toJson) throws IOException, InitializationException {
        if (!Files.isDirectory(PUBLIC)) {
            out.println("The public files are left out: no folder " + PUBLIC);
            return;
        }
        final Contender fastCsv = Contenders.csvToJson("fast-csv");
        try (Stream<Path> files = Files.walk(PUBLIC.resolve("automl").resolve("split"))) {
            for (final Path file : files.filter(path -> path.toString().endsWith(".train.csv"))
                    .sorted()
                    .toList()) {
                final byte[] content = Files.readAllBytes(file);
                final long records = content.length == 0 ? 0 : records(content);
                compare(file.getFileName().toString(), content, records, toJson, fastCsv);
            }
        }
    }

    /** As many as there are lines below the header; a file with line breaks within its fields is not compared by this. */
    private static long records(final byte[] content) {
        return new String(content, StandardCharsets.UTF_8).lines().count() - 1;
    }

    private void compare(
            final String title,
            final byte[] content,
            final long records,
            final Contender ours,
            final Contender theirs) {
        if (!title.contains(wanted)) {
            return;
        }
        out.println(title);
        final boolean small = content.length < SMALL_BYTES;
        try {
            summary.add(new Comparison(
                            title, content, records, small ? SMALL_WARM_UPS : WARM_UPS, small ? SMALL_ROUNDS : ROUNDS)
                    .run(ours, theirs, out));
        } catch (final IllegalStateException e) {
            summary.add("%s: not compared: %s".formatted(title, e.getMessage()));
        }
    }
}
