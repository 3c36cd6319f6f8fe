/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox.campaign;

import io.nifimimir.sandbox.campaign.StorePowerCuts.Synchronous;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The command line behind {@code ./mimir bench crash}, {@code powercut} and {@code nifi}. Ends with 1 where something did not hold. */
public final class Campaigns {
    private static final long SEED = 20_260_105L;
    private static final int FILES_PER_CYCLE = 6;
    private static final int FILES_PER_CUT = 4;

    private Campaigns() {}

    /** @param arguments crash, powercut or nifi, then pairs of option and value */
    public static void main(final String[] arguments) {
        final Map<String, String> options = new HashMap<>();
        for (int index = 1; index + 1 < arguments.length; index += 2) {
            options.put(arguments[index], arguments[index + 1]);
        }
        final Path folder = Path.of(System.getenv().getOrDefault("MIMIR_HOME", ".mimir"), "bench", arguments[0]);
        final long seed = Long.parseLong(options.getOrDefault("--seed", String.valueOf(SEED)));
        final int cycles = Integer.parseInt(options.getOrDefault("--cycles", "20"));
        final Synchronous synchronous = Synchronous.valueOf(
                options.getOrDefault("--synchronous", "full").toUpperCase(Locale.ROOT));
        final List<String> violations = switch (arguments[0]) {
            case "crash" -> new KillCampaign(folder, cycles, FILES_PER_CYCLE, seed, System.out).run();
            case "nifi" ->
                new TableCampaign(folder, Path.of(options.getOrDefault("--data", "samples")), System.out).run();
            case "powercut" -> powerCuts(folder, cycles, synchronous, seed);
            default -> throw new IllegalArgumentException("crash, powercut or nifi? found " + arguments[0]);
        };
        if (violations.isEmpty()) {
            System.out.println("Nothing is violated");
        } else {
            violations.forEach(violation -> System.out.println("VIOLATED: " + violation));
            System.out.printf("What is left of it, logs included, is in %s%n", folder.toAbsolutePath());
            System.exit(1);
        }
    }

    private static List<String> powerCuts(
            final Path folder, final int cycles, final Synchronous synchronous, final long seed) {
        final Optional<String> obstacle = LoopDisk.obstacle(folder);
        if (obstacle.isPresent()) {
            System.out.println("SKIPPED: no power can be cut, for " + obstacle.get());
            return List.of();
        }
        final List<String> violations =
                new ArrayList<>(new StorePowerCuts(folder, cycles, synchronous, seed, System.out).run());
        violations.addAll(new PowerCutCampaign(folder, cycles, FILES_PER_CUT, synchronous, seed, System.out).run());
        return violations;
    }
}
