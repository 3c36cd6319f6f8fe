/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.series;

import io.nifimimir.dataset.Frequency;
import io.nifimimir.dataset.TimeSeriesConfig;
import io.nifimimir.ingest.Converted;
import io.nifimimir.ingest.IngestException;
import io.nifimimir.ingest.IngestOptions;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SeriesScoutTest {

    @Test
    void stackedSeriesWithAGap() throws IOException {
        final StringBuilder csv = new StringBuilder("day,site,item,stock,unit\n");
        for (int day = 0; day < 40; day++) {
            for (final String site : List.of("north", "south")) {
                for (final String item : List.of("ORS", "soap")) {
                    if (day != 20 || site.equals("north")) {
                        csv.append("%s,%s,%s,%d,box%n"
                                .formatted(LocalDate.of(2024, 1, 1).plusDays(day), site, item, 100 - day));
                    }
                }
            }
        }

        final TimeSeriesConfig series = Converted.of(csv.toString()).header().timeSeries();

        assertEquals("day", series.dateColumn());
        assertEquals(List.of("site", "item"), series.entityColumns());
        assertEquals(List.of("stock"), series.metricColumns());
        assertEquals(Frequency.DAILY, series.frequency());
        assertEquals(4, series.seriesCount());
        assertEquals(2, series.gapCount());
        assertTrue(series.isSorted());
        assertEquals("2024-01-01", series.startDate());
        assertEquals("2024-02-09", series.endDate());
    }

    @Test
    void businessDaysHaveNoGapAtTheWeekend() throws IOException {
        final StringBuilder csv = new StringBuilder("day,value\n");
        LocalDate day = LocalDate.of(2024, 1, 1);
        for (int row = 0; row < 60; day = day.plusDays(1)) {
            if (day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY) {
                csv.append(day).append(',').append(row++).append('\n');
            }
        }

        final TimeSeriesConfig series = Converted.of(csv.toString()).header().timeSeries();

        assertEquals(Frequency.BUSINESS_DAILY, series.frequency());
        assertFalse(series.hasGaps());
    }

    @Test
    void tableWithoutDatesIsNoTimeSeriesAndSaysWhy() throws IOException {
        final Converted conversion = Converted.of("a,b\n1,2\n3,4\n");

        assertNull(conversion.header().timeSeries());
        assertTrue(conversion
                .header()
                .sourceInfo()
                .get("timeseries_decision")
                .toString()
                .contains("no datetime column"));
    }

    /** Rows that come in few at a time do not tell by themselves what they are rows of. */
    @Test
    void singleRowIsAPointOfTheEntityThatIsSet() throws IOException {
        final SeriesOptions series =
                new SeriesOptions(Optional.of("time"), List.of("temperature_c"), List.of("fridge"), true);
        final byte[] line = "{\"time\":\"2024-05-01T06:00:00Z\",\"fridge\":3,\"temperature_c\":4.5}\n"
                .getBytes(StandardCharsets.UTF_8);

        final TimeSeriesConfig config = Converted.of(line, "line.json", IngestOptions.DETECT_ALL.with(series))
                .header()
                .timeSeries();

        assertEquals(List.of("fridge"), config.entityColumns());
        assertEquals(List.of("temperature_c"), config.metricColumns());
    }

    @Test
    void entityColumnThatIsMissingIsRefused() {
        final IngestOptions options =
                IngestOptions.DETECT_ALL.with(new SeriesOptions(Optional.empty(), List.of(), List.of("site"), false));
        final byte[] csv = "day,value\n2024-05-01,1\n2024-05-02,2\n".getBytes(StandardCharsets.UTF_8);

        final String message = assertThrows(IngestException.class, () -> Converted.of(csv, null, options))
                .getMessage();

        assertTrue(message.startsWith("Entity column [site] is not in the table"), message);
    }

    @Test
    void dateColumnThatIsNoneIsRefused() {
        final IngestOptions options =
                IngestOptions.DETECT_ALL.with(new SeriesOptions(Optional.of("name"), List.of(), List.of(), false));
        final byte[] csv = "name,value\nx,1\ny,2\n".getBytes(StandardCharsets.UTF_8);

        final String message = assertThrows(IngestException.class, () -> Converted.of(csv, null, options))
                .getMessage();

        assertTrue(message.startsWith("Date column [name] is string"), message);
    }
}
