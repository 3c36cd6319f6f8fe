/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.archive;

import io.nifimimir.dataset.JsonDatasetEncoding;
import io.nifimimir.dataset.SourceType;
import io.nifimimir.ingest.AmbiguousContentException;
import io.nifimimir.ingest.ContentSource;
import io.nifimimir.ingest.Conversion;
import io.nifimimir.ingest.Converted;
import io.nifimimir.ingest.ConvertedDataset;
import io.nifimimir.ingest.DatasetConverter;
import io.nifimimir.ingest.IngestException;
import io.nifimimir.ingest.IngestOptions;
import io.nifimimir.ingest.NoRejections;
import io.nifimimir.ingest.Rejections;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class UnpackerTest {
    private static final byte[] CSV = bytes("site,cases\nA,3\nB,4\n");
    private static final byte[] JSON = bytes("[{\"a\": 1}, {\"a\": 2}]");

    @ParameterizedTest
    @ValueSource(strings = {"report.csv.gz", "report.csv", "report.CSV.GZ"})
    void gzipIsUnpackedWhateverItsName(final String name) throws IOException {
        final Converted conversion = convert(Packed.gzip(CSV), name);

        assertEquals(List.of(3L, 4L), conversion.cells("cases"));
        assertEquals(SourceType.CSV, conversion.header().source());
        assertEquals("gzip", conversion.header().sourceInfo().get("compression"));
    }

    @Test
    void nameWithoutItsEndingTellsTheFormat() throws IOException {
        final byte[] noTable = Packed.gzip("not JSON");

        final String message = assertThrows(IngestException.class, () -> convert(noTable, "rows.json.gz"))
                .getMessage();

        assertTrue(message.contains("not valid JSON"), message);
    }

    @Test
    void workbookMayBePackedToo() throws IOException {
        assertEquals(
                List.of(3L, 4L),
                convert(Packed.gzip(workbook()), "scores.xlsx.gz").cells("cases"));
    }

    @Test
    void formatThatIsSetIsThatOfThePackedFile() throws IOException {
        final Converted conversion =
                Converted.of(Packed.gzip(JSON), "rows.gz", IngestOptions.DETECT_ALL.withFormat(SourceType.JSON));

        assertEquals(List.of(1L, 2L), conversion.cells("a"));
    }

    @Test
    void gzipThatIsCutOffFarBehindTheBeginningIsTheFaultOfTheContent() throws IOException {
        final SplittableRandom random = new SplittableRandom(7);
        final StringBuilder csv = new StringBuilder("site,cases\n");
        for (int row = 0; row < 40_000; row++) {
            csv.append("site ")
                    .append(random.nextLong())
                    .append(',')
                    .append(row)
                    .append('\n');
        }
        final byte[] packed = Packed.gzip(csv.toString());

        final String message = assertThrows(
                        IngestException.class,
                        () -> convert(Arrays.copyOf(packed, packed.length - 1_000), "report.csv.gz"))
                .getMessage();

        assertTrue(message.startsWith("The gzip file is cut off"), message);
    }

    @Test
    void packingWithinAPackingIsRefused() throws IOException {
        final byte[] twice = Packed.gzip(Packed.gzip(CSV));
        final byte[] nested = Packed.zip(Map.of("inner.zip", Packed.zip(Map.of("a.csv", CSV))));

        final String gzip = assertThrows(IngestException.class, () -> convert(twice, "a.csv.gz.gz"))
                .getMessage();
        final String zip = assertThrows(IngestException.class, () -> convert(nested, "a.zip"))
                .getMessage();

        assertTrue(gzip.contains("packed once more (gzip)"), gzip);
        assertTrue(zip.startsWith("[inner.zip] in the ZIP archive is packed once more (zip)"), zip);
    }

    @Test
    void tarIsRefusedByItsName() throws IOException {
        final byte[] tar = new byte[1_024];
        System.arraycopy(bytes("ustar"), 0, tar, 257, 5);
        final byte[] packed = Packed.gzip(tar);

        final String message = assertThrows(IngestException.class, () -> convert(packed, "a.tgz"))
                .getMessage();

        assertTrue(message.contains("(tar)"), message);
    }

    @Test
    void onlyTableOfAnArchiveIsRead() throws IOException {
        final Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("data/", new byte[0]);
        files.put("__MACOSX/data/._cases.csv", CSV);
        files.put("data/.DS_Store", bytes("x,y\n1,2\n"));
        files.put("data/logo.png", new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 0, 0});
        files.put("data/cases.csv", CSV);
        final byte[] packed = Packed.zip(files);

        final Converted conversion = convert(packed, "report.zip");

        assertEquals(List.of("data/cases.csv"), names(packed));
        assertEquals(List.of(3L, 4L), conversion.cells("cases"));
        assertEquals(SourceType.CSV, conversion.header().source());
        assertEquals("zip", conversion.header().sourceInfo().get("compression"));
        assertEquals("data/cases.csv", conversion.header().sourceInfo().get("archive_file"));
        assertEquals(List.of("data/logo.png"), conversion.header().sourceInfo().get("archive_files_without_table"));
    }

    @Test
    void filesOfAnArchiveAreTablesOfTheirOwnKind() throws IOException {
        final Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("README.txt", bytes("to,read\nthis,first\n"));
        files.put("b.json", JSON);
        files.put("scores.xlsx", workbook());
        files.put("a.csv", CSV);
        final byte[] packed = Packed.zip(files);

        assertEquals(List.of("b.json", "scores.xlsx", "a.csv", "README.txt"), names(packed));
        try (Conversion conversion = DatasetConverter.standard().open(source(packed), IngestOptions.DETECT_ALL)) {
            assertEquals(
                    List.of(SourceType.JSON, SourceType.EXCEL, SourceType.CSV),
                    Stream.of(0, 1, 2)
                            .map(table -> sourceType(conversion, table))
                            .toList());
            assertEquals(SourceType.JSON, sourceType(conversion, 0));
        }
    }

    @Test
    void textOfNoKnownNameIsATableWhereNothingElseIs() throws IOException {
        assertEquals(
                List.of(3L, 4L),
                convert(Packed.zip(Map.of("cases.dat", CSV)), "a.zip").cells("cases"));
    }

    @Test
    void namesThatLeadOutOfTheArchiveAreNamesAndNothingElse() throws IOException {
        final String name = "../../../tmp/mimir-escaped.csv";

        assertEquals(List.of(name), names(Packed.zip(Map.of(name, CSV))));
        assertFalse(Files.exists(Path.of(System.getProperty("java.io.tmpdir"), "mimir-escaped.csv")));
    }

    @Test
    void namesInAnOldCharsetAreRead() throws IOException {
        final byte[] packed = Packed.zip(Map.of("M\u00fcnchen.csv", CSV), Charset.forName("IBM437"));

        assertEquals(List.of("M\u00fcnchen.csv"), names(packed));
    }

    @Test
    void workbookIsNotTakenForAnArchive() throws IOException {
        assertEquals(SourceType.EXCEL, convert(workbook(), "scores").header().source());
    }

    @Test
    void workbookWhosePartsStandInAnUnusualOrderIsNotTakenForAnArchive() throws IOException {
        final Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put("theme.bin", new byte[0]);
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(workbook()))) {
            for (ZipEntry part = zip.getNextEntry(); part != null; part = zip.getNextEntry()) {
                final String content = new String(zip.readAllBytes(), StandardCharsets.ISO_8859_1);
                final String types = content.replaceFirst(
                        "<Default ", "<Default Extension=\"bin\" ContentType=\"application/octet-stream\"/><Default ");
                parts.put(part.getName(), types.getBytes(StandardCharsets.ISO_8859_1));
            }
        }

        assertEquals(
                SourceType.EXCEL, convert(Packed.zip(parts), "scores").header().source());
    }

    @Test
    void archiveWithoutATableNamesWhatIsInIt() throws IOException {
        final byte[] packed = Packed.zip(Map.of("photo.png", new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 0, 0}));
        final byte[] empty = Packed.zip(Map.of());

        final String message = assertThrows(IngestException.class, () -> convert(packed, "a.zip"))
                .getMessage();
        final String nothing = assertThrows(IngestException.class, () -> convert(empty, "a.zip"))
                .getMessage();

        assertEquals("The ZIP archive holds no table that can be read: found [photo.png]", message);
        assertEquals("The ZIP archive holds no table that can be read: found no files", nothing);
    }

    @Test
    void archiveThatIsCutOffIsNamed() throws IOException {
        final byte[] packed = Packed.zip(Map.of("a.csv", CSV));

        final String message = assertThrows(
                        IngestException.class, () -> convert(Arrays.copyOf(packed, packed.length - 30), "a.zip"))
                .getMessage();

        assertTrue(message.startsWith("The ZIP archive cannot be read; it is damaged"), message);
    }

    @Test
    void archiveWithAPasswordIsNamed() throws IOException {
        final byte[] packed = Packed.zip(Map.of("a.csv", CSV));
        final String text = new String(packed, StandardCharsets.ISO_8859_1);
        packed[6] |= 1;
        packed[text.indexOf("PK\u0001\u0002") + 8] |= 1;

        final String message = assertThrows(IngestException.class, () -> convert(packed, "a.zip"))
                .getMessage();

        assertTrue(message.contains("protected with a password"), message);
    }

    @Test
    void fileWithAWrongChecksumIsNamed() throws IOException {
        final byte[] packed = Packed.zip(Map.of("a.csv", CSV));
        final String text = new String(packed, StandardCharsets.ISO_8859_1);
        packed[text.indexOf("PK\u0001\u0002") + 16] ^= 1;

        final String message = assertThrows(IngestException.class, () -> convert(packed, "a.zip"))
                .getMessage();

        assertTrue(message.startsWith("[a.csv] in the ZIP archive is damaged: the checksum is"), message);
    }

    @Test
    void fileThatCannotBeReadIsNamed() throws IOException {
        final Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("a.csv", CSV);
        files.put("b.csv", bytes("x,y\n1,\"2\n"));
        final byte[] packed = Packed.zip(files);
        files.put("b.csv", bytes("12,50\n13,75\n14,20\n"));
        final byte[] doubtful = Packed.zip(files);

        final String message =
                assertThrows(IngestException.class, () -> convertAll(packed)).getMessage();
        final AmbiguousContentException doubt =
                assertThrows(AmbiguousContentException.class, () -> convertAll(doubtful));

        assertTrue(message.startsWith("[b.csv]: Line 2 or after: Unclosed quoted field"), message);
        assertTrue(doubt.getMessage().startsWith("[b.csv]: "), doubt.getMessage());
        assertEquals(2, doubt.readings().size());
    }

    /** By its name only one of them could be read. */
    @Test
    void filesOfOneNameAreRefused() throws IOException {
        final Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("a.csv", CSV);
        files.put("b.csv", CSV);
        final byte[] packed = new String(Packed.zip(files), StandardCharsets.ISO_8859_1)
                .replace("b.csv", "a.csv")
                .getBytes(StandardCharsets.ISO_8859_1);

        final String message =
                assertThrows(IngestException.class, () -> convertAll(packed)).getMessage();

        assertEquals("The ZIP archive holds two files of the name [a.csv]: expected one of each name", message);
    }

    private static void convertAll(final byte[] packed) throws IOException {
        try (Conversion conversion = DatasetConverter.standard().open(source(packed), IngestOptions.DETECT_ALL)) {
            for (int table = 0; table < conversion.tables().size(); table++) {
                conversion
                        .convert(table, new JsonDatasetEncoding(), Map.of(), NoRejections.INSTANCE)
                        .close();
            }
        }
    }

    @Test
    void bombInAnArchiveIsStopped() throws IOException {
        final byte[] csv = new byte[80 * 1024 * 1024];
        Arrays.fill(csv, (byte) '\n');
        System.arraycopy(CSV, 0, csv, 0, CSV.length);
        final byte[] packed = Packed.zip(Map.of("a.csv", csv));

        final String message = assertThrows(IngestException.class, () -> convert(packed, "a.zip"))
                .getMessage();

        assertTrue(message.startsWith("[a.csv] in the ZIP archive unpacks to more than 200 times"), message);
    }

    @Test
    void temporaryFilesAreGone() throws IOException {
        final byte[] packed = Packed.zip(Map.of("temporary.csv", CSV));
        convert(packed, "a.zip");
        assertThrows(IngestException.class, () -> convert(Arrays.copyOf(packed, packed.length - 30), "a.zip"));

        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            assertEquals(
                    0,
                    files.filter(file -> file.getFileName().toString().matches("mimir-.*\\.zip"))
                            .filter(UnpackerTest::holdsTemporary)
                            .count());
        }
    }

    private static boolean holdsTemporary(final Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).contains("temporary.csv");
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SourceType sourceType(final Conversion conversion, final int table) {
        try (ConvertedDataset dataset =
                conversion.convert(table, new JsonDatasetEncoding(), Map.of(), Nothing.INSTANCE)) {
            return dataset.header().source();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> names(final byte[] packed) throws IOException {
        try (Conversion conversion = DatasetConverter.standard().open(source(packed), IngestOptions.DETECT_ALL)) {
            return conversion.tables();
        }
    }

    private static ContentSource source(final byte[] packed) throws IOException {
        return new ContentSource(() -> new ByteArrayInputStream(packed), "packed", null);
    }

    private static Converted convert(final byte[] content, final String name) throws IOException {
        return Converted.of(content, name, IngestOptions.DETECT_ALL);
    }

    private static byte[] workbook() throws IOException {
        try (XSSFWorkbook workbook = new XSSFWorkbook()) {
            final XSSFSheet sheet = workbook.createSheet("scores");
            final Object[][] rows = {{"site", "cases"}, {"A", 3.0}, {"B", 4.0}};
            for (int row = 0; row < rows.length; row++) {
                sheet.createRow(row).createCell(0).setCellValue(rows[row][0].toString());
                if (rows[row][1] instanceof final Double number) {
                    sheet.getRow(row).createCell(1).setCellValue(number);
                } else {
                    sheet.getRow(row).createCell(1).setCellValue(rows[row][1].toString());
                }
            }
            final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            workbook.write(bytes);
            return bytes.toByteArray();
        }
    }

    private static byte[] bytes(final String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private enum Nothing implements Rejections {
        INSTANCE;

        @Override
        public void row(final String place, final String reason, final String content) {}

        @Override
        public void cell(final String place, final String column, final String value, final String reason) {}

        @Override
        public void restart() {}
    }
}
