/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.monitoring.alert;

import io.nifimimir.monitoring.Alerts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class AlertNoticeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RAISED|HIGH: temperature_c of KBL-03 is 16.84, expected 2 to 8 (since 2024-04-13 18:00 UTC, 30 readings)",
                "REOPENED|HIGH AGAIN: temperature_c of KBL-03 is 16.84, expected 2 to 8 (since 2024-04-13 18:00 UTC, 30 readings)",
                "WORSENED|NOW HIGH: temperature_c of KBL-03 is 16.84, expected 2 to 8 (since 2024-04-13 18:00 UTC, 30 readings)",
                "ESCALATED|HIGH, NOT ACKNOWLEDGED: temperature_c of KBL-03 is 16.84, expected 2 to 8 (since 2024-04-13 18:00 UTC, 30 readings)",
            })
    void testSmsTellsWhatWhereSinceWhenExpectedAndSeen(final AlertEvent event, final String expected) {
        assertEquals(expected, notice(event, Alerts.active("a", Severity.HIGH)).sms());
    }

    @Test
    void testAccentsGiveWaySoThatMoreFits() {
        final Alert alert = Alerts.active("a", "Hôpital Général d’Abéché – Frigo n° 3", Severity.HIGH);
        final String sms = notice(AlertEvent.RAISED, alert).sms();
        assertTrue(sms.startsWith("HIGH: temperature_c of Hopital General d'Abeche - Frigo n 3 is 16.84, exp"), sms);
        assertTrue(sms.length() <= 160, sms);
    }

    @Test
    void testOtherScriptIsKeptAndTakesSeventyCharacters() {
        final Alert alert = Alerts.active("a", "Лікарня 3", Severity.CRITICAL);
        final String sms = notice(AlertEvent.RAISED, alert).sms();
        assertEquals("CRITICAL: 16.84, temperature_c of Лікарня 3 is too high", sms);
        final Alert longer = Alerts.active("a", "مستشفى الأطفال في كابل ثلاجة اللقاحات رقم 3", Severity.CRITICAL);
        final String cut = notice(AlertEvent.RAISED, longer).sms();
        assertTrue(cut.startsWith("CRITICAL: 16.84, temperature_c of مستشفى"), cut);
        assertTrue(cut.length() <= 70 && cut.endsWith("..."), cut);
    }

    @Test
    void testNoNameIsTooLongForAnyOfThem() {
        for (final String part : List.of("x", "[", "ü", "Ж", "😀", "\n")) {
            for (int length = 0; length < 400; length += 7) {
                final AlertNotice notice =
                        notice(AlertEvent.ESCALATED, Alerts.active("a", part.repeat(length), Severity.CRITICAL));
                final String sms = notice.sms();
                final boolean ascii = StandardCharsets.US_ASCII.newEncoder().canEncode(sms);
                final long places = sms.length()
                        + sms.chars().filter(character -> character == '[').count();
                assertTrue(ascii ? places <= 160 : sms.length() <= 70, sms);
                assertFalse(Character.isHighSurrogate(sms.charAt(Math.max(0, sms.length() - 4))), sms);
                assertTrue(notice.digest().getBytes(StandardCharsets.UTF_8).length < 1_024, notice.digest());
            }
        }
    }

    @Test
    void testGroupIsOneMessageThatNamesPlaces() {
        final AlertMessage message = group(8);
        final AlertNotice notice = new AlertNotice(message);
        assertEquals("temperature_c of 8 places is too high", notice.title());
        assertEquals(
                "temperature_c of 8 places is too high: site-0 16.84, site-1 16.84, site-2 16.84, site-3 16.84, site-4 16.84 and 3 more",
                notice.text());
        assertEquals("HIGH: " + notice.text(), notice.sms());
        assertTrue(notice.digest().contains("site-7: 16.84, expected 2 to 8"), notice.digest());
    }

    @Test
    void testDigestOfManyPlacesSaysHowManyItLeavesOut() {
        final String digest = new AlertNotice(group(100)).digest();
        assertTrue(digest.getBytes(StandardCharsets.UTF_8).length < 1_024, digest);
        final long named =
                digest.lines().filter(line -> line.startsWith("site-")).count();
        assertTrue(named > 10, digest);
        assertTrue(digest.contains("and %d more".formatted(100 - named)), digest);
    }

    @Test
    void testKeyOfAGroupIsThatOfItsStepsInAnyOrder() {
        final List<AlertTransition> steps = group(5).transitions();
        assertEquals(AlertMessage.keyOf(steps), AlertMessage.keyOf(steps.reversed()));
        assertEquals(steps.getFirst().key(), AlertMessage.keyOf(steps.subList(0, 1)));
        assertFalse(AlertMessage.keyOf(steps).equals(AlertMessage.keyOf(steps.subList(0, 4))));
    }

    private static AlertMessage group(final int size) {
        final List<AlertTransition> transitions = IntStream.range(0, size)
                .mapToObj(index -> Alerts.active("alert-" + index, "site-" + index, Severity.HIGH))
                .map(alert -> AlertTransition.of(AlertEvent.RAISED, alert, alert.lastSeen(), "job"))
                .toList();
        return new AlertMessage(AlertMessage.keyOf(transitions), transitions, 0);
    }

    private static AlertNotice notice(final AlertEvent event, final Alert alert) {
        final AlertTransition transition = AlertTransition.of(event, alert, alert.lastSeen(), "job");
        return new AlertNotice(new AlertMessage(transition.key(), List.of(transition), 0));
    }
}
