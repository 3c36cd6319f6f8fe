/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.ingest.typing;

import java.time.Month;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The calendar in which the dates of a source are written. Years that it does not reach for centuries are those of the Gregorian one. */
public enum DateCalendar {
    /** Proleptic, as ISO 8601 has it. */
    GREGORIAN(1, 9_999, List.of()) {
        @Override
        int monthLength(final int year, final int month) {
            final boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            return month >= 1 && month <= 12 ? Month.of(month).length(leap) : 0;
        }

        /** By years that begin in March, so that the day that comes and goes is the last one. */
        @Override
        long epochDay(final int year, final int month, final int day) {
            final int shiftedYear = month <= 2 ? year - 1 : year;
            final int monthFromMarch = month <= 2 ? month + 9 : month - 3;
            final int leapDays = shiftedYear / 4 - shiftedYear / 100 + shiftedYear / 400;
            final int dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1;
            return 365L * shiftedYear + leapDays + dayOfYear - DAYS_TO_1970;
        }

        @Override
        int fullYear(final int shortYear) {
            return shortYear < PIVOT ? 2000 + shortYear : 1900 + shortYear;
        }
    },

    /**
     * Of Afghanistan and Iran, by the rule of eight leap years in 33, which gives the days of the equinox from 1178 to 1501 (Borkowski: The Persian calendar
     * for 3000 years, 1996).
     */
    SOLAR_HIJRI(
            1_178,
            1_501,
            List.of(
                    "farvardin,\u0641\u0631\u0648\u0631\u062f\u06cc\u0646,hamal,\u062d\u0645\u0644,\u0648\u0631\u06cc",
                    "ordibehesht,\u0627\u0631\u062f\u06cc\u0628\u0647\u0634\u062a,sawr,saur,\u062b\u0648\u0631,\u063a\u0648\u06cc\u06cc",
                    "khordad,\u062e\u0631\u062f\u0627\u062f,jawza,\u062c\u0648\u0632\u0627,\u063a\u0628\u0631\u06ab\u0648\u0644\u06cc",
                    "tir,\u062a\u06cc\u0631,saratan,\u0633\u0631\u0637\u0627\u0646,\u0686\u0646\u06ab\u0627\u069a",
                    "mordad,\u0645\u0631\u062f\u0627\u062f,asad,\u0627\u0633\u062f,\u0632\u0645\u0631\u06cc",
                    "shahrivar,\u0634\u0647\u0631\u06cc\u0648\u0631,sunbula,\u0633\u0646\u0628\u0644\u0647,\u0648\u0696\u06cc",
                    "mehr,\u0645\u0647\u0631,mizan,\u0645\u06cc\u0632\u0627\u0646,\u062a\u0644\u0647",
                    "aban,\u0622\u0628\u0627\u0646,aqrab,\u0639\u0642\u0631\u0628,\u0644\u0693\u0645",
                    "azar,\u0622\u0630\u0631,qaws,\u0642\u0648\u0633,\u0644\u06cc\u0646\u062f\u06cd",
                    "dey,\u062f\u06cc,jadi,\u062c\u062f\u06cc,\u0645\u0631\u063a\u0648\u0645\u06cc",
                    "bahman,\u0628\u0647\u0645\u0646,dalw,\u062f\u0644\u0648,\u0633\u0644\u0648\u0627\u063a\u0647",
                    "esfand,\u0627\u0633\u0641\u0646\u062f,hut,\u062d\u0648\u062a,\u06a9\u0628")) {
        @Override
        int monthLength(final int year, final int month) {
            if (month < 1 || month > 12) {
                return 0;
            }
            if (month <= 6) {
                return 31;
            }
            return month < 12 || (25 * year + 11) % 33 < 8 ? 30 : 29;
        }

        @Override
        long epochDay(final int year, final int month, final int day) {
            final long daysBefore = 365L * (year - 1) + (8L * year + 21) / 33;
            return SOLAR_HIJRI_EPOCH + daysBefore + 30L * (month - 1) + Math.min(month - 1, 6) + day;
        }

        @Override
        int fullYear(final int shortYear) {
            return shortYear < PIVOT ? 1400 + shortYear : 1300 + shortYear;
        }
    },

    /** Of Ethiopia, by the years of its incarnation era: twelve months of 30 days and one of five or six. */
    ETHIOPIAN(
            1,
            9_999,
            List.of(
                    "meskerem,\u1218\u1235\u12a8\u1228\u121d",
                    "tekemt,tikimt,\u1325\u1245\u121d\u1275",
                    "hedar,hidar,\u1285\u12f3\u122d,\u1215\u12f3\u122d",
                    "tahsas,\u1273\u1285\u1223\u1225,\u1273\u1205\u1233\u1235",
                    "ter,tir,\u1325\u122d",
                    "yekatit,\u12e8\u12ab\u1272\u1275",
                    "megabit,\u1218\u130b\u1262\u1275",
                    "miazia,miyazya,\u121a\u12eb\u12dd\u12eb",
                    "genbot,ginbot,\u130d\u1295\u1266\u1275",
                    "sene,\u1230\u1294",
                    "hamle,\u1210\u121d\u120c,\u1213\u121d\u120c",
                    "nehasse,nehase,\u1290\u1210\u1234",
                    "pagumen,pagume,\u1333\u1309\u121c\u1295,\u1333\u1309\u121c")) {
        @Override
        int monthLength(final int year, final int month) {
            if (month == 13) {
                return year % 4 == 3 ? 6 : 5;
            }
            return month >= 1 && month < 13 ? 30 : 0;
        }

        @Override
        long epochDay(final int year, final int month, final int day) {
            return ETHIOPIAN_EPOCH + 365L * (year - 1) + year / 4 + 30L * (month - 1) + day;
        }

        @Override
        int fullYear(final int shortYear) {
            return GREGORIAN.fullYear(shortYear);
        }
    },

    /** Of Thailand and its neighbours since 1941: the Gregorian one with years that are 543 higher. */
    BUDDHIST(2_300, 9_999, List.of()) {
        @Override
        int monthLength(final int year, final int month) {
            return GREGORIAN.monthLength(year - BUDDHIST_YEARS, month);
        }

        @Override
        long epochDay(final int year, final int month, final int day) {
            return GREGORIAN.epochDay(year - BUDDHIST_YEARS, month, day);
        }

        @Override
        int fullYear(final int shortYear) {
            return 2500 + shortYear;
        }
    };

    /** Two digits name a year from 1970 to 2069, as POSIX has it. */
    private static final int PIVOT = 70;

    /** From 1 March of the year 0 to 1 January 1970. */
    private static final long DAYS_TO_1970 = 719_468;

    /** The day before 1 Farvardin 1, which the rule puts on 21 March 622 of the Gregorian calendar, in days since 1970. */
    private static final long SOLAR_HIJRI_EPOCH = -492_269;

    /** The day before 1 Meskerem 1, which is 27 August 8 of the Gregorian calendar, in days since 1970. */
    private static final long ETHIOPIAN_EPOCH = -716_368;

    private static final int BUDDHIST_YEARS = 543;

    private final int firstYear;
    private final int lastYear;
    private final Map<String, Integer> months = new HashMap<>();

    DateCalendar(final int firstYear, final int lastYear, final List<String> monthNames) {
        this.firstYear = firstYear;
        this.lastYear = lastYear;
        for (int month = 0; month < monthNames.size(); month++) {
            for (final String name : monthNames.get(month).split(",")) {
                months.put(MonthNames.fold(name), month + 1);
            }
        }
    }

    /** Days of the month; 0 where the year has no such month. */
    abstract int monthLength(int year, int month);

    /** Days since 1970-01-01 of the Gregorian calendar. */
    abstract long epochDay(int year, int month, int day);

    /** The year that its last two digits stand for. */
    abstract int fullYear(int shortYear);

    /** The calendar that a year is one of: this one, or the Gregorian where nobody writes such a year in this one. */
    DateCalendar ofYear(final int year) {
        return year >= firstYear && year <= lastYear ? this : GREGORIAN;
    }

    boolean isDate(final int year, final int month, final int day) {
        return year >= 1 && day >= 1 && day <= monthLength(year, month);
    }

    /** The month of that name, upper and lower case alike, with or without accents; 0 where this calendar has none of its own by that name. */
    int month(final String name) {
        return months.getOrDefault(MonthNames.fold(name), 0);
    }

    /** Such as {@code Solar Hijri}. */
    public String displayName() {
        return switch (this) {
            case GREGORIAN -> "Gregorian";
            case SOLAR_HIJRI -> "Solar Hijri";
            case ETHIOPIAN -> "Ethiopian";
            case BUDDHIST -> "Buddhist";
        };
    }
}
