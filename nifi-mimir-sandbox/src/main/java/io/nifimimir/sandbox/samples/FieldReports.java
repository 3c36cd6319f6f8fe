/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.samples;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Daily reports of an aid organisation from five regions, nested and incomplete, with an outbreak of diarrhoea in one
 * camp that starts twelve days before the end and goes on.
 */
final class FieldReports implements SampleFile {

    private static final long SEED = 20_240_302L;
    private static final LocalDate FIRST_DAY = LocalDate.of(2024, 3, 2);
    private static final int DAYS = 240;
    private static final int PROTECTED_DAYS = 21;
    private static final int RAINS_PEAK_ON_DAY_OF_YEAR = 214;
    private static final double RAINS_WIDTH_IN_DAYS = 26;
    private static final String OUTBREAK_REGION = "camp_south";
    private static final double SACHETS_PER_CASE = 5;

    /** How many times the usual number of cases, one entry for each of the last days. */
    private static final double[] OUTBREAK = {1.5, 2.0, 2.6, 3.2, 3.9, 4.6, 5.3, 5.9, 6.3, 6.5, 6.7, 6.8};

    /** The days on which the satellite link was down and nobody reported. */
    private static final Set<LocalDate> SILENT_DAYS = Set.of(
            LocalDate.of(2024, 5, 10), LocalDate.of(2024, 7, 21), LocalDate.of(2024, 7, 22), LocalDate.of(2024, 9, 3));

    private static final List<Region> REGIONS = List.of(
            new Region("conflict_zone_A", 2_600, 12, 0.85, 0, 2.4, "N. Haidari", "K. Osei"),
            new Region("conflict_zone_B", 3_900, 12, 0.45, 0, 2.2, "R. Stanekzai", "M. Duarte"),
            new Region("camp_north", 8_200, 16, -0.55, 0, 1.8, "F. Ahmadi", "L. Brandt"),
            new Region(OUTBREAK_REGION, 6_400, 15, -0.60, 0, 2.1, "S. Karimi", "J. Ndiaye"),
            new Region("river_district", 5_100, 14, -0.40, 1.7, 2.3, "T. Popal", "É. Laurent"));

    /** Written at random, so that no note gives away what the other fields are asked to predict. */
    private static final List<String> NOTES = List.of(
            "Generator repaired, fuel for nine days.",
            "Visit of the district council; asked for more blankets.",
            "Counted twice, second count used.",
            "Team says \"all quiet\", radio check at 18:00.",
            "گزارش روزانه",
            "Scale broken, weights estimated.");

    private final ObjectMapper mapper = new ObjectMapper();

    @Override
    public String path() {
        return "field_reports.json";
    }

    @Override
    public byte[] content() throws IOException {
        final List<List<String>> reportsByRegion = new ArrayList<>();
        for (int index = 0; index < REGIONS.size(); index++) {
            // Each region has its own draws: changing one region leaves the others as they were
            reportsByRegion.add(reportsOf(REGIONS.get(index), new Chance(SEED + index)));
        }
        final List<String> lines = new ArrayList<>();
        for (int day = 0; day < DAYS; day++) {
            for (final List<String> reports : reportsByRegion) {
                final String report = reports.get(day);
                if (!report.isEmpty()) {
                    lines.add(report);
                }
            }
        }
        return ("[\n" + String.join(",\n", lines) + "\n]\n").getBytes(StandardCharsets.UTF_8);
    }

    /** One entry a day, empty where no report came. */
    private List<String> reportsOf(final Region region, final Chance chance) throws IOException {
        final List<String> reports = new ArrayList<>();
        double unrest = 0;
        double crowding = 0;
        double diarrhoeaYesterday = region.people() / 1_000 * region.diarrhoeaRate();
        for (int day = 0; day < DAYS; day++) {
            final LocalDate date = FIRST_DAY.plusDays(day);
            final double rain = rain(date);
            unrest = 0.85 * unrest + 0.33 * chance.normal();
            final Access access = Access.of(region.tension() + region.floods() * rain + unrest);
            crowding = 0.96 * crowding + access.arrivals + 0.008 * chance.normal();
            final double people = region.people() * (1 + crowding);
            final double water = people * region.litresPerPerson() * access.supply * (1 + 0.14 * chance.normal());

            final double thousands = people / 1_000 * weekday(date);
            final double thirst = 1 + 0.4 * (1 - access.supply);
            final int diarrhoea = chance.count(thousands
                    * region.diarrhoeaRate()
                    * (1 + 0.4 * rain)
                    * thirst
                    * outbreak(region, day)
                    * (1 + 0.08 * chance.normal()));
            final double cold = 1 + 0.45 * Chance.wave(date.getDayOfYear() + 60.0, 366);
            final int respiratory = chance.count(thousands * 3.1 * cold * (1 + 0.08 * chance.normal()));
            // Mosquitoes follow the rain by two weeks
            final int malaria =
                    chance.count(thousands * (0.35 + 2.4 * rain(date.minusDays(14))) * (1 + 0.08 * chance.normal()));
            final double sachets = SACHETS_PER_CASE
                    * (diarrhoea + diarrhoeaYesterday)
                    / 2
                    * (0.5 + access.supply / 2)
                    * (1 + 0.08 * chance.normal());
            diarrhoeaYesterday = diarrhoea;

            final Day measured = new Day(
                    diarrhoea,
                    respiratory,
                    malaria,
                    StrictMath.round(sachets),
                    StrictMath.round(water / 100) * 100,
                    StrictMath.round(people),
                    access);
            final boolean complete = region.name().equals(OUTBREAK_REGION) && day >= DAYS - PROTECTED_DAYS;
            reports.add(report(region, date, measured, complete, chance));
        }
        return reports;
    }

    private String report(
            final Region region, final LocalDate date, final Day day, final boolean complete, final Chance chance)
            throws IOException {
        final boolean silent = chance.happens(day.access() == Access.CLOSED ? 0.2 : 0.008);
        final Gaps gaps = new Gaps(chance, complete);
        final ObjectNode report = mapper.createObjectNode();
        report.put("report_date", date.toString());
        report.put("region", region.name());
        final ObjectNode cases = report.putObject("cases");
        putUnless(gaps.next(0.012), cases, "diarrhoea", day.diarrhoea());
        putUnless(gaps.next(0.02), cases, "respiratory", day.respiratory());
        putUnless(gaps.next(0.02), cases, "malaria", day.malaria());
        final boolean suppliesMissing = gaps.next(0.015);
        final ObjectNode supplies = mapper.createObjectNode();
        putUnless(gaps.next(0.02), supplies, "ors_sachets", day.sachets());
        putUnless(gaps.next(0.015), supplies, "water_litres", day.water());
        if (!suppliesMissing) {
            report.set("supplies", supplies);
        }
        putUnless(gaps.next(0.015), report, "people_registered", day.people());
        if (gaps.next(0.006)) {
            report.putNull("access");
        } else {
            report.put("access", day.access().text);
        }
        final boolean first = chance.happens(0.6);
        final boolean teamMissing = gaps.next(0.03);
        if (!gaps.next(0.01)) {
            final ObjectNode reporter = report.putObject("reporter");
            reporter.put("name", first ? region.firstReporter() : region.secondReporter());
            if (!teamMissing) {
                reporter.put("team", first ? "health" : "water");
            }
        }
        final boolean noted = chance.happens(0.07);
        final String note = NOTES.get(chance.below(NOTES.size()));
        if (noted) {
            report.put("notes", note);
        }
        final boolean reported = complete || !silent;
        return reported && !SILENT_DAYS.contains(date) ? mapper.writeValueAsString(report) : "";
    }

    private static void putUnless(final boolean missing, final ObjectNode node, final String field, final long value) {
        if (!missing) {
            node.put(field, value);
        }
    }

    private static double rain(final LocalDate date) {
        final double distance = (date.getDayOfYear() - RAINS_PEAK_ON_DAY_OF_YEAR) / RAINS_WIDTH_IN_DAYS;
        return StrictMath.exp(-distance * distance / 2);
    }

    /** Fridays the clinics are nearly closed; those who waited come on Saturday. */
    private static double weekday(final LocalDate date) {
        final DayOfWeek day = date.getDayOfWeek();
        return switch (day) {
            case FRIDAY -> 0.6;
            case SATURDAY -> 1.25;
            case SUNDAY -> 1.1;
            default -> 1.0;
        };
    }

    private static double outbreak(final Region region, final int day) {
        final int since = day - (DAYS - OUTBREAK.length);
        return since >= 0 && region.name().equals(OUTBREAK_REGION) ? OUTBREAK[since] : 1.0;
    }

    /** How well the trucks get through; it sets the water delivered and how many people stay. */
    private enum Access {
        OPEN("open", 1.0, 0.002),
        RESTRICTED("restricted", 0.62, -0.004),
        CLOSED("closed", 0.22, -0.015);

        private final String text;
        private final double supply;
        private final double arrivals;

        Access(final String text, final double supply, final double arrivals) {
            this.text = text;
            this.supply = supply;
            this.arrivals = arrivals;
        }

        static Access of(final double danger) {
            if (danger > 1.5) {
                return CLOSED;
            }
            return danger > 0.75 ? RESTRICTED : OPEN;
        }
    }

    /** Decides field by field what a reporter forgot; draws also where nothing may be missing. */
    private record Gaps(Chance chance, boolean complete) {
        boolean next(final double probability) {
            final boolean drawn = chance.happens(probability);
            return drawn && !complete;
        }
    }

    private record Region(
            String name,
            double people,
            double litresPerPerson,
            double tension,
            double floods,
            double diarrhoeaRate,
            String firstReporter,
            String secondReporter) {}

    private record Day(
            int diarrhoea, int respiratory, int malaria, long sachets, long water, long people, Access access) {}
}
