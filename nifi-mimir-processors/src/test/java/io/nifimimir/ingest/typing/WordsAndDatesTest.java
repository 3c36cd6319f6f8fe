/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.typing;

import io.nifimimir.dataset.DataType;
import io.nifimimir.ingest.Converted;
import io.nifimimir.ingest.IngestOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The ways in which people write a date or a yes, each as a column of two cells. */
class WordsAndDatesTest {

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    30 April 2024            | 1 May 2024              | 2024-04-30             | 2024-05-01
                    Apr 30, 2024             | May 1, 2024             | 2024-04-30             | 2024-05-01
                    30 avril 2024            | 1 mai 2024              | 2024-04-30             | 2024-05-01
                    30. M\u00e4rz 2024       | 1. Mai 2024             | 2024-03-30             | 2024-05-01
                    30 \u0430\u043f\u0440\u0435\u043b\u044f 2024 | 1 \u043c\u0430\u044f 2024 | 2024-04-30 | 2024-05-01
                    30-Apr-24                | 01-May-24               | 2024-04-30             | 2024-05-01
                    30.04.2024               | 01.05.2024              | 2024-04-30             | 2024-05-01
                    2024/04/30               | 2024/05/01              | 2024-04-30             | 2024-05-01
                    2024-04                  | 2024-05                 | 2024-04-01             | 2024-05-01
                    2024-W18                 | 2024-W19                | 2024-04-29             | 2024-05-06
                    2024-Q2                  | 2024-Q3                 | 2024-04-01             | 2024-07-01
                    04/30/2024 11:05 PM      | 05/01/2024 12:05 AM     | 2024-04-30T23:05       | 2024-05-01T00:05
                    2024-04-30T10:00+04:30   | 2024-05-01T10:00Z       | 2024-04-30T10:00+04:30 | 2024-05-01T10:00Z
                    """)
    void datesAreRead(final String first, final String last, final String firstRead, final String lastRead)
            throws IOException {
        final Converted converted = Converted.of("when;n\n%s;1\n%s;2\n".formatted(first, last));

        assertEquals(DataType.DATETIME, converted.column("when").dataType(), converted.reason("when"));
        assertEquals(
                List.of(firstRead, lastRead),
                converted.cells("when").stream().map(String::valueOf).toList());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"20240430, 20240501, 2024-04-30, 2024-05-01", "45412, 45413.5, 2024-04-30T00:00, 2024-05-01T12:00"})
    void numbersAreDatesWhereTheUserSaysSo(
            final String first, final String last, final String firstRead, final String lastRead) throws IOException {
        final byte[] content = "n,m\n%s,1\n%s,2\n".formatted(first, last).getBytes(StandardCharsets.UTF_8);
        final TypingOptions hinted =
                new TypingOptions(NullWords.COMMON, 0, Map.of("n", DataType.DATETIME), DateCalendar.GREGORIAN);

        final Converted plain = Converted.of(content, null, IngestOptions.DETECT_ALL);
        final Converted converted = Converted.of(content, null, IngestOptions.DETECT_ALL.with(hinted));

        assertEquals(DataType.NUMERIC, plain.column("n").dataType());
        assertEquals(
                List.of(firstRead, lastRead),
                converted.cells("n").stream().map(String::valueOf).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "yes, no",
        "TRUE, FALSE",
        "oui, non",
        "ja, nein",
        "s\u00ed, no",
        "sim, n\u00e3o",
        "\u0434\u0430, \u043d\u0435\u0442",
        "\u0442\u0430\u043a, \u043d\u0456",
        "\u0628\u0644\u0647, \u0646\u0647",
        "\u0646\u0639\u0645, \u0644\u0627",
        "evet, hay\u0131r",
        "ndiyo, hapana"
    })
    void wordsAreBooleans(final String yes, final String no) throws IOException {
        final Converted converted = Converted.of("there;n\n%s;1\n%s;2\n;3\n".formatted(yes, no));

        assertEquals(Arrays.asList(true, false, null), converted.cells("there"), converted.reason("there"));
    }
}
