/** What the demo and the system tests ask of NiFi's REST API, typed. */
package io.nifimimir.sandbox.client;
