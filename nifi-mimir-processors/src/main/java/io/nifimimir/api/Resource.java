/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.api;

import java.util.List;

/** What answers the calls of one kind of thing. */
interface Resource {
    String ROOT = "/api/v1";

    /** Who has done what nobody says to have done. */
    String CALLER = "caller of the API";

    List<Route> routes();
}
