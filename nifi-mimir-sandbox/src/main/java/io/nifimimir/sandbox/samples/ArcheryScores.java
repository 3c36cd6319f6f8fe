/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.samples;

import org.apache.poi.openxml4j.exceptions.InvalidFormatException;
import org.apache.poi.openxml4j.opc.PackageProperties;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.Font;
import org.apache.poi.ss.usermodel.HorizontalAlignment;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** A club's workbook as people keep it: a title above the table, merged cells, blanks, sums and a second sheet. */
final class ArcheryScores implements SampleFile {

    private static final long SEED = 20_240_101L;
    private static final LocalDate FIRST_MONDAY = LocalDate.of(2024, 1, 1);
    private static final int WEEKS = 52;
    private static final LocalDate OUTDOORS_FROM = LocalDate.of(2024, 5, 6);
    private static final LocalDate OUTDOORS_UNTIL = LocalDate.of(2024, 9, 9);
    private static final LocalDateTime SAVED_AT = LocalDateTime.of(2024, 12, 30, 18, 0);
    private static final Date SAVED_AT_DATE = Date.from(SAVED_AT.toInstant(ZoneOffset.UTC));
    private static final int TITLE_ROW = 0;
    private static final int HEADER_ROW = 2;
    private static final int MERGED_WEEK = 9;
    private static final int MERGED_ARCHER = 2;
    private static final double BEST_SCORE = 299;

    private static final List<String> COLUMNS = List.of("Week", "Archer", "Score", "X_Count", "Indoor_Score");
    private static final List<Archer> ARCHERS = List.of(
            new Archer("Ada Lindqvist", 262, 0.35),
            new Archer("Bram de Vries", 248, 0.0),
            new Archer("Chioma Okafor", 231, 0.60),
            new Archer("Dai Morgan", 215, 0.45),
            new Archer("Élodie Marchand", 276, -0.25),
            new Archer("Farid Nazari", 240, 0.15));

    /** The cells that hold a sum of two rounds instead of a number: week and archer, both counted from zero. */
    private static final Map<Integer, Integer> SUMMED_BY_WEEK = Map.of(5, 2, 44, 4);

    private static final List<String> NOTES = List.of(
            "Scores are out of 300: ten ends of three arrows.",
            "X_Count is the number of arrows in the inner ten.",
            "The hall is closed from May to early September, so there are no indoor scores then.",
            "Blank means: did not shoot, or the card was lost. It does not mean zero!",
            "Week 10: Chioma and Dai shot on one card, their week is one merged cell.",
            "Questions to the secretary, Wednesdays after 18:00.");

    @Override
    public String path() {
        return "archery_scores_2024.xlsx";
    }

    @Override
    public byte[] content() throws IOException {
        try (XSSFWorkbook workbook = new XSSFWorkbook()) {
            writeScores(workbook);
            final Sheet notes = workbook.createSheet("Notes");
            for (int line = 0; line < NOTES.size(); line++) {
                notes.createRow(line).createCell(0).setCellValue(NOTES.get(line));
            }
            final PackageProperties properties = workbook.getPackage().getPackageProperties();
            properties.setCreatorProperty("Northern Archery Club");
            properties.setCreatedProperty(Optional.of(SAVED_AT_DATE));
            properties.setModifiedProperty(Optional.of(SAVED_AT_DATE));
            final ByteArrayOutputStream written = new ByteArrayOutputStream();
            workbook.write(written);
            return repacked(written.toByteArray());
        } catch (final InvalidFormatException e) {
            throw new IOException("Cannot set the workbook's properties", e);
        }
    }

    private static void writeScores(final XSSFWorkbook workbook) {
        final Sheet sheet = workbook.createSheet("Weekly Scores");
        final int lastColumn = COLUMNS.size() - 1;
        final Cell title = sheet.createRow(TITLE_ROW).createCell(0);
        title.setCellValue("Northern Archery Club – Weekly Scores 2024");
        title.setCellStyle(boldStyle(workbook, HorizontalAlignment.CENTER));
        sheet.addMergedRegion(new CellRangeAddress(TITLE_ROW, TITLE_ROW, 0, lastColumn));

        final CellStyle headerStyle = boldStyle(workbook, HorizontalAlignment.GENERAL);
        final Row header = sheet.createRow(HEADER_ROW);
        for (int column = 0; column <= lastColumn; column++) {
            final Cell cell = header.createCell(column);
            cell.setCellValue(COLUMNS.get(column));
            cell.setCellStyle(headerStyle);
            // Fitting the width to the text would need fonts, which differ between machines
            sheet.setColumnWidth(column, 18 * 256);
        }

        final CellStyle dateStyle = workbook.createCellStyle();
        dateStyle.setDataFormat(workbook.createDataFormat().getFormat("yyyy-mm-dd"));
        final Chance chance = new Chance(SEED);
        final double[] form = new double[ARCHERS.size()];
        int rowIndex = HEADER_ROW + 1;
        for (int week = 0; week < WEEKS; week++) {
            for (int archer = 0; archer < ARCHERS.size(); archer++) {
                form[archer] = 0.7 * form[archer] + 3 * chance.normal();
                final Row row = sheet.createRow(rowIndex);
                if (week == MERGED_WEEK && archer == MERGED_ARCHER) {
                    sheet.addMergedRegion(new CellRangeAddress(rowIndex, rowIndex + 1, 0, 0));
                }
                final boolean hiddenByMerge = week == MERGED_WEEK && archer == MERGED_ARCHER + 1;
                if (!hiddenByMerge) {
                    final Cell date = row.createCell(0);
                    date.setCellValue(FIRST_MONDAY.plusWeeks(week));
                    date.setCellStyle(dateStyle);
                }
                row.createCell(1).setCellValue(ARCHERS.get(archer).name());
                writeResult(row, week, archer, form[archer], chance);
                rowIndex++;
            }
        }
        sheet.createFreezePane(0, HEADER_ROW + 1);
    }

    private static void writeResult(
            final Row row, final int week, final int archerIndex, final double form, final Chance chance) {
        final Archer archer = ARCHERS.get(archerIndex);
        // The season is at its best in summer, a quarter of a year after the spring equinox
        final double season = 6 * Chance.wave(week - 13.0, WEEKS);
        final double expected = archer.skill() + archer.gainPerWeek() * week + season + form;
        final int score = (int) StrictMath.round(Chance.clamp(expected, 120, BEST_SCORE));
        final int innerTens = (int) StrictMath.round(Chance.clamp((score - 190) / 6.5 + 1.1 * chance.normal(), 0, 30));
        final int indoor =
                (int) StrictMath.round(Chance.clamp(0.97 * score + 6 + 3.5 * chance.normal(), 0, BEST_SCORE));

        // All draws are made before any is used, so that a blank in one place moves nothing elsewhere
        final boolean absent = chance.happens(0.02);
        final boolean scoreLost = chance.happens(0.015);
        final boolean innerTensLost = chance.happens(0.03);
        final boolean indoorLost = chance.happens(0.04);
        final boolean summed = Integer.valueOf(archerIndex).equals(SUMMED_BY_WEEK.get(week));
        final LocalDate monday = FIRST_MONDAY.plusWeeks(week);
        final boolean outdoors = !monday.isBefore(OUTDOORS_FROM) && monday.isBefore(OUTDOORS_UNTIL);

        if (!absent && !scoreLost) {
            row.createCell(2).setCellValue(score);
        }
        if (!absent && !innerTensLost) {
            row.createCell(3).setCellValue(innerTens);
        }
        if (summed) {
            final int firstRound = indoor / 2 + 2;
            final Cell total = row.createCell(4);
            total.setCellFormula(firstRound + "+" + (indoor - firstRound));
            // On a formula cell this sets the cached result, which readers that do not calculate rely on
            total.setCellValue(indoor);
        } else if (!absent && !indoorLost && !outdoors) {
            row.createCell(4).setCellValue(indoor);
        }
    }

    private static CellStyle boldStyle(final XSSFWorkbook workbook, final HorizontalAlignment alignment) {
        final Font font = workbook.createFont();
        font.setBold(true);
        final CellStyle style = workbook.createCellStyle();
        style.setFont(font);
        style.setAlignment(alignment);
        return style;
    }

    /**
     * The same package with fixed times, a fixed order and no compression: zlib builds pack the same bytes differently,
     * and a stored entry is the same everywhere.
     */
    private static byte[] repacked(final byte[] workbook) throws IOException {
        final Map<String, byte[]> parts = new TreeMap<>();
        try (ZipInputStream source = new ZipInputStream(new ByteArrayInputStream(workbook))) {
            ZipEntry entry = source.getNextEntry();
            while (entry != null) {
                parts.put(entry.getName(), source.readAllBytes());
                entry = source.getNextEntry();
            }
        }
        final ByteArrayOutputStream result = new ByteArrayOutputStream();
        try (ZipOutputStream target = new ZipOutputStream(result)) {
            // In this order the content types come first, where some readers look for them
            for (final Map.Entry<String, byte[]> part : parts.entrySet()) {
                final byte[] bytes = part.getValue();
                final CRC32 checksum = new CRC32();
                checksum.update(bytes);
                final ZipEntry entry = new ZipEntry(part.getKey());
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(bytes.length);
                entry.setCompressedSize(bytes.length);
                entry.setCrc(checksum.getValue());
                // Local, because the other setter goes through the machine's time zone
                entry.setTimeLocal(SAVED_AT);
                target.putNextEntry(entry);
                target.write(bytes);
                target.closeEntry();
            }
        }
        return result.toByteArray();
    }

    private record Archer(String name, double skill, double gainPerWeek) {}
}
