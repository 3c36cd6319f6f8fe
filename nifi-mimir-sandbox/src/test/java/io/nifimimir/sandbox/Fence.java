/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.sandbox;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A fenced block of a guide.
 *
 * @param info what stands behind the three backticks
 * @param line where it begins in the guide, from 1 on
 */
record Fence(String info, String text, int line) {

    /** What a block is, and with it how it is held against the truth. */
    enum Kind {
        /** A drawing, or words; nothing that could be wrong by itself. */
        TEXT("text"),
        /** What the block before prints: commands, or the refusal of a JSON. */
        CONSOLE("console"),
        /** Commands, run in order in one shell for each guide. */
        BASH("bash"),
        /** Commands that start or build the whole; each has to be one that the script knows. */
        MIMIR("bash mimir"),
        /** Commands that need root or change how the machine starts: read by the shell, and not run. */
        ROOT("bash root"),
        /** Lines of nifi.properties, as the sandbox has them. */
        PROPERTIES("properties"),
        /** A query of the store. */
        SQL("sql"),
        /** The condition of a rule. */
        RULE("json rule"),
        /** The same, one that is refused. */
        RULE_REFUSED("json rule refused"),
        /** The property Rules of MonitorModel. */
        RULES("json rules"),
        /** How alerts are made of a rule. */
        ALERTING("json alerting"),
        /** The options of a request for training. */
        OPTIONS("json options"),
        /** A request for training. */
        REQUEST("json request"),
        /** The same, one that is refused. */
        REQUEST_REFUSED("json request refused");

        private final String info;

        Kind(final String info) {
            this.info = info;
        }

        boolean isRefused() {
            return this == RULE_REFUSED || this == REQUEST_REFUSED;
        }

        static String known() {
            return Arrays.stream(values()).map(kind -> kind.info).collect(Collectors.joining(", "));
        }
    }

    Optional<Kind> kind() {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.info.equals(info))
                .findFirst();
    }

    boolean is(final Kind kind) {
        return kind.info.equals(info);
    }
}
