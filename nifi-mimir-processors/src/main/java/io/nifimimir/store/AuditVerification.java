/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.store;

import java.util.OptionalLong;

/**
 * What a check of the audit found.
 *
 * @param entries checked up to the first broken one, or all
 * @param firstBroken sequence of the first entry that does not fit its hash or the entry before it; empty where all fit
 * @param finding what was found, for a person
 */
public record AuditVerification(long entries, OptionalLong firstBroken, String finding) {
    public boolean intact() {
        return firstBroken.isEmpty();
    }
}
