/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.ss.usermodel.WorkbookFactory;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files of {@code samples} as they would have come, a part of their rows after the other. How they go on behind their end is told by
 * rows of theirs from quieter days, moved there.
 */
enum ArrivingSamples {
    STOCK_LEVELS("stock_levels.csv", "^(?<day>\\d\\d/\\d\\d/\\d{4})", "dd/MM/uuuu"),
    COLD_CHAIN_SENSORS("cold_chain_sensors.csv", "^(?<day>\\d{4}-\\d\\d-\\d\\d)", "uuuu-MM-dd"),
    FIELD_REPORTS("field_reports.json", "\"report_date\":\"(?<day>\\d{4}-\\d\\d-\\d\\d)", "uuuu-MM-dd");

    private static final Path FOLDER = Path.of("..", "samples");

    private static final Path ARCHERY = FOLDER.resolve("archery_scores_2024.xlsx");

    private static final int FIRST_ARCHER = 3;

    private final String fileName;

    private final Pattern dayOfLine;

    private final DateTimeFormatter format;

    ArrivingSamples(final String fileName, final String dayOfLine, final String format) {
        this.fileName = fileName;
        this.dayOfLine = Pattern.compile(dayOfLine);
        this.format = DateTimeFormatter.ofPattern(format);
    }

    /** Drops the rows of these days, the last one among them. */
    void drop(final Path folder, final String first, final String last) throws IOException {
        drop(folder, first, last, 0);
    }

    /** @param weeks that the rows are moved by, so that their weekdays stay as they are */
    void drop(final Path folder, final String first, final String last, final int weeks) throws IOException {
        final List<String> lines = Files.readAllLines(FOLDER.resolve(fileName));
        final Stream<String> chosen = lines.stream()
                .map(line -> line.endsWith("},") ? line.substring(0, line.length() - 1) : line)
                .flatMap(line -> moved(line, LocalDate.parse(first), LocalDate.parse(last), weeks));
        final String text = fileName.endsWith(".json")
                ? chosen.collect(Collectors.joining(",\n", "[", "]\n"))
                : chosen.collect(Collectors.joining("\n", lines.getFirst() + "\n", "\n"));
        drop(folder, fileName, first, text.getBytes(StandardCharsets.UTF_8));
    }

    private Stream<String> moved(final String line, final LocalDate first, final LocalDate last, final int weeks) {
        final Matcher matcher = dayOfLine.matcher(line);
        if (!matcher.find()) {
            return Stream.empty();
        }
        final LocalDate day = LocalDate.parse(matcher.group("day"), format);
        return day.isBefore(first) || day.isAfter(last)
                ? Stream.empty()
                : Stream.of(line.substring(0, matcher.start("day"))
                        + format.format(day.plusWeeks(weeks))
                        + line.substring(matcher.end("day")));
    }

    /** Drops the workbook of the archers as if its last week had begun so many weeks before this one, the rows behind that left out. */
    static void dropArchery(final Path folder, final int weeksBehind) throws IOException {
        final Path draft = Files.createTempFile("archery", ".xlsx");
        try (InputStream content = Files.newInputStream(ARCHERY);
                Workbook workbook = WorkbookFactory.create(content);
                OutputStream moved = Files.newOutputStream(draft)) {
            final Sheet sheet = workbook.getSheetAt(0);
            final LocalDate thisWeek = LocalDate.now().with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            final LocalDate lastOfSample = dayOf(sheet.getRow(sheet.getLastRowNum()));
            final long weeks = ChronoUnit.WEEKS.between(lastOfSample, thisWeek);
            for (int index = sheet.getLastRowNum(); index >= FIRST_ARCHER; index--) {
                final Row row = sheet.getRow(index);
                final Cell day = row.getCell(0);
                final boolean dated = day != null && day.getLocalDateTimeCellValue() != null;
                if (dated && dayOf(row).plusWeeks(weeks).isAfter(thisWeek.minusWeeks(weeksBehind))) {
                    sheet.removeRow(row);
                } else if (dated) {
                    day.setCellValue(dayOf(row).plusWeeks(weeks));
                }
            }
            workbook.write(moved);
        }
        drop(folder, ARCHERY.getFileName().toString(), weeksBehind + "-weeks-ago", Files.readAllBytes(draft));
        Files.delete(draft);
    }

    private static LocalDate dayOf(final Row row) {
        return row.getCell(0).getLocalDateTimeCellValue().toLocalDate();
    }

    /** As {@code stock_levels.2024-05-01.csv}. GetFile passes over names with a dot before them, so it never sees half a file. */
    private static void drop(final Path folder, final String sample, final String part, final byte[] content)
            throws IOException {
        final String name = sample.replaceFirst("\\.", "." + part + ".");
        final Path hidden = Files.write(folder.resolve("." + name), content);
        Files.move(hidden, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
}
