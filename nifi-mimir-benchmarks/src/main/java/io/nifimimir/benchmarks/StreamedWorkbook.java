/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.benchmarks;

import com.github.pjfanning.xlsx.StreamingReader;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Workbook;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

/**
 * Reads a workbook as NiFi's ExcelReader does: POI by way of excel-streaming-reader, with the buffers that it sets, each cell as the text that Excel shows. It
 * neither types the cells nor makes records of them nor writes them, so it is quicker than a ConvertRecord with an ExcelReader.
 */
final class StreamedWorkbook implements Contender {
    private static final int ROW_CACHE = 100;
    private static final int BUFFER_BYTES = 4_096;

    @Override
    public String name() {
        return "POI streaming as ExcelReader reads";
    }

    @Override
    public double seconds(final byte[] content, final long records) {
        final long started = System.nanoTime();
        final DataFormatter formatter = new DataFormatter();
        long rows = 0;
        try (Workbook workbook = StreamingReader.builder()
                .rowCacheSize(ROW_CACHE)
                .bufferSize(BUFFER_BYTES)
                .open(new ByteArrayInputStream(content))) {
            long characters = 0;
            for (final Row row : workbook.getSheetAt(0)) {
                for (final Cell cell : row) {
                    characters += formatter.formatCellValue(cell).length();
                }
                rows++;
            }
            if (characters == 0 || rows != records + 1) {
                throw new IllegalStateException("%d rows, expected %d and a header".formatted(rows, records));
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("The workbook cannot be read", e);
        }
        return (System.nanoTime() - started) / (double) TimeUnit.SECONDS.toNanos(1);
    }
}
