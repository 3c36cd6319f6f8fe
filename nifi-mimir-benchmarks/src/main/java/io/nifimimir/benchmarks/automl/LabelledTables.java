/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.benchmarks.automl;

import io.nifimimir.training.ModelTask;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Tables as aid, trade and industry keep them, made up: the target stands first, last or in between, and its name does not always say so. */
final class LabelledTables {
    private static final LocalDate FIRST_DAY = LocalDate.of(2022, 1, 3);
    private static final List<String> REGIONS = List.of("north", "south", "east", "west", "coast");

    private LabelledTables() {}

    static List<LabelledTable> all() {
        return List.of(
                table(
                        "clinic",
                        900,
                        "visit_no,arrival,triage,staff,waiting_minutes",
                        "waiting_minutes",
                        LabelledTables::clinic),
                table(
                        "loans",
                        1_500,
                        "loan_id,amount,term,income,region,defaulted,officer",
                        "defaulted",
                        LabelledTables::loan),
                table(
                        "water_points",
                        1_200,
                        "status,source,depth,year_built,users,pump_code",
                        "status",
                        LabelledTables::waterPoint),
                table(
                        "harvest",
                        800,
                        "field,rain_mm,fertiliser_kg,seed,altitude,yield_t_ha",
                        "yield_t_ha",
                        LabelledTables::harvest),
                table(
                        "pupils",
                        700,
                        "pupil,age,absent_days,distance_km,meals,final_grade",
                        "final_grade",
                        LabelledTables::pupil),
                table("pumps", 2_000, "serial,temperature,vibration,hours,load,failed", "failed", LabelledTables::pump),
                table("shop", 730, "day,price,promotion,temperature,units_sold", "units_sold", LabelledTables::shop),
                table(
                        "generators",
                        1_000,
                        "site,area,people,solar_kw,consumption_kwh",
                        "consumption_kwh",
                        LabelledTables::generator),
                table(
                        "households",
                        1_400,
                        "food_security,members,livestock,land_ha,region,interviewer",
                        "food_security",
                        LabelledTables::household),
                table("messages", 1_000, "received,text,length_seconds,urgent", "urgent", LabelledTables::message),
                table(
                        "readmissions",
                        1_200,
                        "patient_id,age,days_in,diagnoses,readmitted,ward",
                        "readmitted",
                        LabelledTables::readmission),
                table(
                        "trucks",
                        900,
                        "truck,dispatched,distance_km,weight_t,road,delivery_hours",
                        "delivery_hours",
                        LabelledTables::truck));
    }

    private static LabelledTable table(
            final String name,
            final int rows,
            final String header,
            final String target,
            final Function<Random, IntFunction<List<Object>>> maker) {
        final Random random = new Random(name.hashCode());
        final IntFunction<List<Object>> row = maker.apply(random);
        final List<List<String>> cells = IntStream.range(0, rows)
                .mapToObj(row)
                .map(values -> values.stream().map(LabelledTables::cell).toList())
                .toList();
        final List<String> columns = List.of(header.split(","));
        final String first = cells.getFirst().get(columns.indexOf(target));
        return new LabelledTable(
                name,
                columns,
                cells,
                target,
                first.matches("-?[0-9.]+") ? ModelTask.REGRESSION : ModelTask.CLASSIFICATION);
    }

    private static String cell(final Object value) {
        return value instanceof Double number ? String.format(Locale.ROOT, "%.2f", number) : value.toString();
    }

    private static String region(final Random random) {
        return REGIONS.get(random.nextInt(REGIONS.size()));
    }

    private static IntFunction<List<Object>> clinic(final Random random) {
        return row -> {
            final int triage = 1 + random.nextInt(4);
            final int staff = 2 + random.nextInt(6);
            return List.of(
                    row + 1,
                    FIRST_DAY.plusDays(row / 5),
                    triage,
                    staff,
                    Math.max(1, 30.0 * triage - 9 * staff + 60 + 12 * random.nextGaussian()));
        };
    }

    private static IntFunction<List<Object>> loan(final Random random) {
        return row -> {
            final double income = Math.exp(5 + random.nextGaussian() / 2);
            final double amount = income * (1 + 4 * random.nextDouble());
            final boolean defaulted = amount / income + random.nextGaussian() > 4;
            return List.of(
                    "L" + (10_000 + row),
                    amount,
                    6 * (1 + random.nextInt(6)),
                    income,
                    region(random),
                    defaulted ? "yes" : "no",
                    "officer " + random.nextInt(9));
        };
    }

    private static IntFunction<List<Object>> waterPoint(final Random random) {
        return row -> {
            final int built = 1985 + random.nextInt(38);
            final double depth = 10 + 90 * random.nextDouble();
            final double wear = (2023 - built) / 12.0 + depth / 60 + random.nextGaussian();
            return List.of(
                    wear > 3.4 ? "broken" : wear > 2.2 ? "needs repair" : "works",
                    random.nextBoolean() ? "borehole" : "well",
                    depth,
                    built,
                    20 + random.nextInt(400),
                    "P" + random.nextInt(30));
        };
    }

    private static IntFunction<List<Object>> harvest(final Random random) {
        return row -> {
            final double rain = 300 + 600 * random.nextDouble();
            final double fertiliser = 80 * random.nextDouble();
            final boolean improved = random.nextInt(3) == 0;
            return List.of(
                    "F" + row,
                    rain,
                    fertiliser,
                    improved ? "improved" : "local",
                    200 + random.nextInt(1_500),
                    rain / 300 + fertiliser / 40 + (improved ? 0.8 : 0) + 0.5 * random.nextGaussian());
        };
    }

    private static IntFunction<List<Object>> pupil(final Random random) {
        return row -> {
            final int absent = random.nextInt(40);
            final boolean meals = random.nextBoolean();
            return List.of(
                    "pupil " + row,
                    8 + random.nextInt(9),
                    absent,
                    6 * random.nextDouble(),
                    meals,
                    80 - 0.9 * absent + (meals ? 6 : 0) + 6 * random.nextGaussian());
        };
    }

    private static IntFunction<List<Object>> pump(final Random random) {
        return row -> {
            final double temperature = 50 + 12 * random.nextGaussian();
            final double vibration = Math.abs(2 + random.nextGaussian());
            final int hours = random.nextInt(9_000);
            final double stress = temperature / 15 + vibration + hours / 3_000.0 + random.nextGaussian();
            return List.of(
                    Integer.toHexString(random.nextInt()),
                    temperature,
                    vibration,
                    hours,
                    random.nextDouble(),
                    stress > 9 ? "true" : "false");
        };
    }

    private static IntFunction<List<Object>> shop(final Random random) {
        return row -> {
            final double price = 2 + random.nextInt(5) / 4.0;
            final boolean promotion = random.nextInt(8) == 0;
            final double temperature = 15 + 10 * Math.sin(row / 58.0) + 2 * random.nextGaussian();
            final int weekday = row % 7;
            return List.of(
                    FIRST_DAY.plusDays(row),
                    price,
                    promotion,
                    temperature,
                    Math.round(150
                            - 25 * price
                            + (promotion ? 40 : 0)
                            + 2 * temperature
                            + (weekday > 4 ? 30 : 0)
                            + 8 * random.nextGaussian()));
        };
    }

    private static IntFunction<List<Object>> generator(final Random random) {
        return row -> {
            final double area = 40 + 400 * random.nextDouble();
            final int people = 1 + random.nextInt(60);
            final double solar = 10 * random.nextDouble();
            return List.of(
                    "site " + row,
                    area,
                    people,
                    solar,
                    200 + 1.5 * area + 12 * people - 20 * solar + 60 * random.nextGaussian());
        };
    }

    private static IntFunction<List<Object>> household(final Random random) {
        return row -> {
            final int members = 1 + random.nextInt(10);
            final int livestock = random.nextInt(12);
            final double land = 3 * random.nextDouble();
            final double wealth = livestock / 4.0 + land - members / 4.0 + 0.7 * random.nextGaussian();
            return List.of(
                    wealth < -1 ? "severe" : wealth < 0.5 ? "moderate" : wealth < 2 ? "mild" : "secure",
                    members,
                    livestock,
                    land,
                    region(random),
                    "interviewer " + random.nextInt(12));
        };
    }

    private static IntFunction<List<Object>> message(final Random random) {
        final List<String> words = List.of("road", "water", "school", "market", "truck", "clinic", "bridge", "rain");
        return row -> {
            final boolean urgent = random.nextInt(4) == 0;
            final StringBuilder text = new StringBuilder("about the");
            IntStream.range(0, 4 + random.nextInt(6))
                    .forEach(word -> text.append(' ').append(words.get(random.nextInt(words.size()))));
            if (urgent && random.nextInt(5) > 0) {
                text.append(" help needed now");
            }

            return List.of(
                    FIRST_DAY.plusDays(row / 4), text + " " + row, 5 + random.nextInt(90), urgent ? "yes" : "no");
        };
    }

    private static IntFunction<List<Object>> readmission(final Random random) {
        final double[] frailty = random.doubles(300).toArray();
        return row -> {
            final int patient = random.nextInt(frailty.length);
            final int age = 20 + (int) (60 * frailty[patient]);
            final int days = 1 + random.nextInt(20);
            final int diagnoses = 1 + random.nextInt(6);
            final double risk = 3 * frailty[patient] + diagnoses / 3.0 + random.nextGaussian() / 2;
            return List.of(
                    10_000 + patient, age, days, diagnoses, risk > 3 ? "yes" : "no", "ward " + random.nextInt(8));
        };
    }

    private static IntFunction<List<Object>> truck(final Random random) {
        return row -> {
            final double distance = 20 + 400 * random.nextDouble();
            final boolean track = random.nextInt(3) == 0;
            return List.of(
                    "T" + random.nextInt(14),
                    FIRST_DAY.plusDays(row / 3),
                    distance,
                    2 + 18 * random.nextDouble(),
                    track ? "track" : "paved",
                    1 + distance / (track ? 25 : 50) + random.nextGaussian() / 2);
        };
    }
}
