/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest;

import com.sun.management.UnixOperatingSystemMXBean;
import io.nifimimir.dataset.DatasetEncoding;
import io.nifimimir.dataset.JsonDatasetEncoding;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Converts thousands of damaged files. Each has to become a dataset or an {@link IngestException} in time, and to leave nothing open. They are the same in each
 * run; {@code -Djqwik.tries.default=1000000} goes on to others.
 */
class DamagedSourcesTest {
    private static final int DEADLINE_SECONDS = 20;
    /** Classes that are loaded meanwhile open files too. */
    private static final int FILES_TOLERATED = 8;

    private static final String CSV = """
            Report of May;;;
            "site";day;amount;note
            Herat;31/01/2024;1.234,50;"a ""quoted"" word; and more"
            Balkh;01/02/2024;7,25;'x'
            Mazar;02/02/2024;0,5;
            Total;;1.242,25;
            Source: ministry
            """;
    private static final String JSON = """
            {"status": "ok", "data": {"items": [
              {"id": 1, "name": "Amina \\u00e9", "tags": ["a", "b"], "at": {"lat": 34.5, "lon": 69.2}},
              {"id": 12345678901234567890, "name": null, "tags": [], "late": true, "score": -1.5e-3}
            ]}}
            """;
    private static final String LINES = """
            {"day": "2024-01-01T10:00:00+04:30", "cases": 3}
            {"day": "2024-01-02T10:00:00+04:30", "cases": 4, "site": {"name": "Herat"}}
            {"day": "2024-01-03T10:00:00+04:30", "cases": null}
            """;
    private static final String MARKDOWN = """
            ---
            title: Field notes
            tags: [water, "health"]
            ---
            # Stock

            | item | amount | day |
            | :--- | -----: | --- |
            | ORS \\| zinc | 12 | 2024-05-01 |
            | soap | 1,000 | 2024-05-02 |

            The *rest* is text.
            """;

    private static final Map<Seed, byte[]> contents = new EnumMap<>(Seed.class);
    private static ExecutorService worker;

    /** What is damaged. */
    enum Seed {
        CSV_TEXT {
            @Override
            byte[] content() {
                return CSV.getBytes(StandardCharsets.UTF_8);
            }
        },
        CSV_UTF_16 {
            @Override
            byte[] content() {
                return CSV.getBytes(StandardCharsets.UTF_16);
            }
        },
        CSV_ARABIC {
            @Override
            byte[] content() {
                return CSV.replace("Herat", "\u0647\u0631\u0627\u062a").getBytes(StandardCharsets.UTF_8);
            }
        },
        JSON_OBJECT {
            @Override
            byte[] content() {
                return JSON.getBytes(StandardCharsets.UTF_8);
            }
        },
        JSON_LINES {
            @Override
            byte[] content() {
                return LINES.getBytes(StandardCharsets.UTF_8);
            }
        },
        MARKDOWN_TEXT {
            @Override
            byte[] content() {
                return MARKDOWN.getBytes(StandardCharsets.UTF_8);
            }
        },
        XLSX {
            @Override
            byte[] content() throws IOException {
                return workbook(new XSSFWorkbook());
            }
        },
        XLS {
            @Override
            byte[] content() throws IOException {
                return workbook(new HSSFWorkbook());
            }
        },
        GZIP {
            @Override
            byte[] content() throws IOException {
                final ByteArrayOutputStream packed = new ByteArrayOutputStream();
                try (OutputStream output = new GZIPOutputStream(packed)) {
                    output.write(CSV_TEXT.content());
                }
                return packed.toByteArray();
            }
        },
        ZIP {
            @Override
            byte[] content() throws IOException {
                final ByteArrayOutputStream packed = new ByteArrayOutputStream();
                try (ZipOutputStream output = new ZipOutputStream(packed)) {
                    for (final Seed part : List.of(CSV_TEXT, JSON_LINES, MARKDOWN_TEXT)) {
                        output.putNextEntry(new ZipEntry(part + ".txt"));
                        output.write(part.content());
                    }
                }
                return packed.toByteArray();
            }
        };

        abstract byte[] content() throws IOException;

        private static byte[] workbook(final Workbook target) throws IOException {
            final ByteArrayOutputStream content = new ByteArrayOutputStream();
            try (target) {
                final Sheet sheet = target.createSheet("Stock");
                for (int number = 0; number < 12; number++) {
                    final Row row = sheet.createRow(number);
                    row.createCell(0).setCellValue(number == 0 ? "site" : "Herat " + number % 3);
                    if (number == 0) {
                        row.createCell(1).setCellValue("amount");
                    } else {
                        row.createCell(1).setCellValue(number * 1.5);
                    }
                    row.createCell(2).setCellFormula("B" + (number + 1) + "/0");
                    row.createCell(3).setCellValue(number % 2 == 0);
                }
                sheet.addMergedRegion(new CellRangeAddress(2, 4, 0, 0));
                target.createSheet("Empty");
                target.write(content);
            }
            return content.toByteArray();
        }
    }

    @BeforeContainer
    static void start() throws IOException {
        for (final Seed seed : Seed.values()) {
            contents.put(seed, seed.content());
        }
        startWorker();
    }

    private static void startWorker() {
        worker = Executors.newSingleThreadExecutor(runnable -> new Thread(null, runnable, "damaged", 1024 * 1024));
    }

    @AfterContainer
    static void stop() {
        worker.shutdownNow();
    }

    @Property(generation = GenerationMode.EXHAUSTIVE)
    void undamagedFileConverts(@ForAll final Seed seed) throws IOException {
        assertEquals("", outcome(contents.get(seed)));
    }

    @Property(seed = "20", edgeCases = EdgeCasesMode.NONE)
    void damagedFileBecomesADatasetOrAMessage(
            @ForAll final Seed seed, @ForAll final Seed other, @ForAll("damages") final List<Damage> damages)
            throws Exception {
        byte[] content = contents.get(seed);
        final byte[] inserted = contents.get(other);
        for (final Damage damage : damages) {
            content = damage.apply(content, inserted);
        }
        final long filesBefore = openFiles();

        final String message = within(content);

        assertTrue(openFiles() <= filesBefore + FILES_TOLERATED, "Files are left open");
        Statistics.label(seed.name())
                .collect(message.isEmpty() ? "dataset" : "message")
                .coverage(coverage -> coverage.check("dataset").count(count -> count > 0));
    }

    @Provide
    Arbitrary<List<Damage>> damages() {
        return Combinators.combine(
                        Arbitraries.of(Damage.Kind.class),
                        anywhere(),
                        Arbitraries.integers().between(1, 128),
                        anywhere())
                .as(Damage::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    /** All places alike: by itself the generator prefers low numbers. */
    private static Arbitrary<Integer> anywhere() {
        return Arbitraries.integers().between(0, Integer.MAX_VALUE).withDistribution(RandomDistribution.uniform());
    }

    private static String within(final byte[] content) throws InterruptedException, ExecutionException {
        try {
            return worker.submit(() -> outcome(content)).get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (final TimeoutException e) {
            worker.shutdownNow();
            startWorker();
            throw new AssertionError("It takes more than %d s".formatted(DEADLINE_SECONDS), e);
        }
    }

    /** Converts all tables; empty, or what the refusal says. */
    private static String outcome(final byte[] content) throws IOException {
        final AtomicInteger open = new AtomicInteger();
        final ContentSource source = new ContentSource(() -> new CountedInput(content, open), null, null);
        String message = "";
        final DatasetEncoding encoding = new JsonDatasetEncoding();
        try (Conversion conversion = DatasetConverter.standard().open(source, IngestOptions.DETECT_ALL)) {
            for (int table = 0; table < conversion.tables().size(); table++) {
                try (ConvertedDataset dataset = conversion.convert(table, encoding, Map.of(), NoRejections.INSTANCE)) {
                    dataset.writeTo(OutputStream.nullOutputStream());
                }
            }
        } catch (final IngestException e) {
            message = e.getMessage();
            assertFalse(message == null || message.isBlank(), "A refusal says why");
        }
        assertEquals(0, open.get(), "A stream of the content is left open");
        return message;
    }

    private static long openFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getOpenFileDescriptorCount()
                : 0;
    }

    private static final class CountedInput extends FilterInputStream {
        private final AtomicInteger open;
        private boolean closed;

        CountedInput(final byte[] content, final AtomicInteger open) {
            super(new ByteArrayInputStream(content));
            this.open = open;
            open.incrementAndGet();
        }

        @Override
        public void close() throws IOException {
            super.close();
            open.addAndGet(closed ? 0 : -1);
            closed = true;
        }
    }
}
