/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nifimimir.store.StoreHealth;

import java.util.List;

/** Whether all is well; without the places where things lie. */
final class HealthResource implements Resource {
    private final ApiStore store;

    HealthResource(final ApiStore store) {
        this.store = store;
    }

    @Override
    public List<Route> routes() {
        return List.of(new Route("GET", "/health", this::health), new Route("GET", ROOT + "/health", this::health));
    }

    private ApiAnswer health(final Call call) {
        final StoreHealth health = store.health().get();
        final boolean well = health.inPlace()
                && health.takesNewData()
                && health.backupFault().isEmpty();
        final ObjectNode body = ApiJson.object();
        body.put("status", well ? "healthy" : "degraded");
        body.put("takes_new_data", health.takesNewData() && health.inPlace());
        body.put("store_bytes", health.bytes());
        body.put("free_bytes", health.freeBytes());
        body.put("schema_version", health.schemaVersion());
        body.put("opened_at", ApiJson.time(health.openedAt()));
        body.put("last_session_cut_off", health.cutOff());
        body.put("last_checkpoint", ApiJson.time(health.lastCheckpoint().orElse(null)));
        body.put("backup_fault", health.backupFault().isPresent());
        body.put("restored_from_backup", health.restored().isPresent());
        body.put("time", ApiJson.time(call.now()));
        return new ApiAnswer.Response(health.inPlace() ? 200 : 503, body, "");
    }
}
