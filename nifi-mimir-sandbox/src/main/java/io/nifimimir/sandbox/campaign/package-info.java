/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
/**
 * Campaigns that end a NiFi in every way but a clean one, hundreds of times, and look whether anything was forgotten or came out twice:
 * {@link io.nifimimir.sandbox.campaign.KillCampaign} kills the process, {@link io.nifimimir.sandbox.campaign.PowerCutCampaign} takes the
 * power from its disk as well, and {@link io.nifimimir.sandbox.campaign.StorePowerCuts} does that to the store alone, many times a minute.
 */
package io.nifimimir.sandbox.campaign;
